"""The small shop that runs through all topics: a real Django project that their checks and examples run in."""
