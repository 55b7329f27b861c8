"""The Procfile has a release and a web process, and all is set up before the push."""

start, end = document.index("cat > Procfile <<'END'"), document.index("END")
processes = dict(line.split(": ", 1) for line in document[start + 1 : end])
assert processes == {"release": "python manage.py migrate --noinput", "web": "gunicorn config.wsgi"}

order = ["git commit", "heroku create", "heroku addons:create", "heroku config:set", "git push heroku main"]
lines = [next(place for place, line in enumerate(document) if line.startswith(step)) for step in order]
assert lines == sorted(lines)
