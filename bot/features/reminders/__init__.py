"""Reminders of one's own: every day at one's hour when something is due, or once, by direct message."""
