"""SQLite keeps foreign keys only when it is asked to."""

connection.execute("PRAGMA foreign_keys = ON")
