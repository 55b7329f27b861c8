"""Setting a server up in one place: channels, time, week, roadmap, and what is posted."""
