"""The race: everybody in a channel answers the same questions against the clock, and what was missed comes back."""
