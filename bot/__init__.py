"""Waymark, a study assistant for Discord: start reading at __main__.py."""
