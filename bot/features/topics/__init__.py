"""Looking topics up: cards, search, the roadmap, and what comes next."""
