"""The question of the day: posted by the clock, answered by a press, for oneself alone."""
