"""Marking topics and seeing what has been done: start, done, skip, undo, progress."""
