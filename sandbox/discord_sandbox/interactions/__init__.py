"""Interactions: what members do with the application, and how it answers."""
