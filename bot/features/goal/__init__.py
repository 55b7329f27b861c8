"""A goal in topics a week, and what so many answers a day would do."""
