"""What is true: the nouns of studying and their rules, in plain Python without clock, network or disk."""
