"""How Waymark looks and speaks: one theme, one voice, and nothing that Discord would refuse."""
