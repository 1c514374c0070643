"""KnoxCall's own side of authentication: credentials and where they come from, token stores, hosts."""
