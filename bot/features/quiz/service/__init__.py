"""What is asked of the database about questions: one after the other, and what is wrong with one."""
