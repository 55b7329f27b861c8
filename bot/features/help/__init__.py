"""Saying what Waymark can do."""
