"""The connection to Discord: one way in for commands, buttons and chat, one way out for answers and for failures."""
