"""The study prompt: a topic of the day, posted by the clock, with one thing to say, try or guess about it."""
