"""Readers of other people's formats: `registry` knows them all, `build` makes content of what they read."""
