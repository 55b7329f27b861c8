"""Notes on topics, for oneself alone."""
