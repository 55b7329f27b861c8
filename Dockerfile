# Built in two stages: pip and its caches stay in the first, the second holds Python, the bot and nothing to build with.
#
# The image that both begin with is pinned by its digest, so that two builds of one commit are alike. For a newer one, put
# in what `docker buildx imagetools inspect python:3.13-slim` calls Digest, or build with `--build-arg PYTHON=…`.
ARG PYTHON=python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b
FROM ${PYTHON} AS build
WORKDIR /app
RUN python -m venv /app/.venv
COPY requirements/runtime.lock requirements/
RUN .venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/runtime.lock \
    && .venv/bin/pip uninstall --yes pip

FROM ${PYTHON}
RUN useradd --uid 10001 --home-dir /app --shell /usr/sbin/nologin waymark \
    && install --directory --owner=waymark --group=waymark /app/data
WORKDIR /app
COPY --from=build /app/.venv .venv
COPY bot bot
COPY migrations migrations
COPY content content
# Once, here: nobody may write it when the bot runs, and without it every start would compile all of the bot again.
RUN python -m compileall --quiet bot migrations
# XDG_CACHE_HOME: roadmaps as a start prepares them for the next one.
# PYTHONTZPATH: time zones come from the pinned tzdata package, not from whatever the image holds.
ENV PATH="/app/.venv/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONTZPATH="" \
    XDG_CACHE_HOME=/app/data/.cache \
    LOG_FORMAT=json \
    HEALTH_PORT=8080
USER waymark
# The database lives here; without a volume it would go with the container.
VOLUME /app/data
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(f'http://127.0.0.1:{os.environ[\"HEALTH_PORT\"]}/livez', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
