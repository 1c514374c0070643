"""A Convox rack, or a console in front of several, offline."""
