"""Convox: the document, the table and the models, against each other and against what is known of the server."""
