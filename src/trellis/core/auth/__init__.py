"""Credentials that change over time, for any service: OAuth tokens, their cache, and DPoP proofs. All as flows."""
