"""Members at their keyboards: what they do in the sandbox, and what they get to see."""
