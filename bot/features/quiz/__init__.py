"""Being asked: practice with `/quiz`, and what is due with `/review`."""
