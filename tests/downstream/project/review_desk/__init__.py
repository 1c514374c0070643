"""A small product that builds on the clients: a web service for texts that a person approves, and what ships it."""
