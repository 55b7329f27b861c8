"""`/placement`: where somebody stands on the roadmap, found out with few questions."""
