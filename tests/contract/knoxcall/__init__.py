"""KnoxCall's document, operation table and types, held against each other and against what is known of the service."""
