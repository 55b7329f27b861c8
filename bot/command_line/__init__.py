"""The command line: what can be typed, and a module for each kind of command, loaded when it is asked for."""
