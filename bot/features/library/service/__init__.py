"""What is asked of the database about roadmaps that servers bring, a file for each part of it."""
