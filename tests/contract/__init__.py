"""The contract: pinned spec, operation table, models and both clients say the same, each read on its own."""
