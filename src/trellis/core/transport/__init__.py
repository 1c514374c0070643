"""The edge: drivers that carry out a flow's effects over httpx. Only here the core names an HTTP library."""
