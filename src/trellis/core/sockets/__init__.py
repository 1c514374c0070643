"""WebSockets: one pure part, and two thin shells around it that wait in a thread or in an event loop."""
