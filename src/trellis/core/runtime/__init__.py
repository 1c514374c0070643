"""What generated code may import, and nothing else: the operation table's row types and the models' base classes."""
