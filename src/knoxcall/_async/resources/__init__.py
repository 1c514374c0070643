"""The management API by resource: one module and one class each."""
