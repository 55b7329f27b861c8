"""A web page that looks and works like the part of Discord that bots use; it speaks to the sandbox for its readers.

Start at `Page` in `page.py`. Any bot can be tried in it: `python -m discord_sandbox --page`.
"""
