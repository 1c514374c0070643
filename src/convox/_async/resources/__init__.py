"""The rack's API by resource: one module and one class each."""
