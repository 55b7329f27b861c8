"""`/me`: what is one's own: the time zone, and everything that is kept of oneself."""
