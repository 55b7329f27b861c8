"""Checks of the topic `docker`: what of it can be seen without Docker, with a real Gunicorn and the parsers."""

import yaml
import re

from dockerfile_parse import DockerfileParser
from grading import claim, exercise, question
from io import BytesIO
from servers import ask_at, gunicorn
from topic_code import TOPICS, topic_of

APP = """
def application(environ, start_response):
    start_response("200 OK", [])
    return [b"hello"]
"""
ONCE = {"database": "sqlite"}


def reached_from_outside(address):
    """Tell whether a server bound to `address` answers at another address of the machine, as 127.0.0.2 is one."""
    with gunicorn("app", "--bind", f"{address}:0", app=APP) as server:
        port = int(re.search(r"http://[\d.]+:(\d+)", server.said("Listening at")[0])[1])
        return ask_at("127.0.0.2", port).status == 200


def instructions():
    """Return the instructions of the topic's Dockerfile."""
    text = topic_of(TOPICS / "docker.yaml")["example"]["code"]
    return [step["instruction"] + " " + step["value"] for step in DockerfileParser(fileobj=BytesIO(text.encode())).structure]


@claim("The server in the container listens on `127.0.0.1`", **ONCE)
def only_the_container_itself():
    assert not reached_from_outside("127.0.0.1")
    assert reached_from_outside("0.0.0.0")


@claim("stand before `COPY . .`", **ONCE)
def the_example_keeps_to_it():
    steps = instructions()
    install = next(place for place, step in enumerate(steps) if "pip install" in step)
    assert steps.index("COPY requirements.txt .") < install < steps.index("COPY . .")


@claim("Without `USER`, the process in the container runs as root", **ONCE)
def the_example_has_a_user():
    steps = instructions()
    assert steps.index("USER app") < next(place for place, step in enumerate(steps) if step.startswith("CMD"))


@question("log-says-all-well-curl", **ONCE)
def who_can_reach_it(choices):
    return {"only inside the container": not reached_from_outside("127.0.0.1") and reached_from_outside("0.0.0.0"),
            "refuses to run as root": not reached_from_outside("0.0.0.0")}


COMPOSE = """
services:
  web: {build: ., ports: ["8000:8000"], depends_on: [db]}
  db: {image: postgres:18, volumes: ["data:/var/lib/postgresql"]}
volumes: {data: }
"""


@exercise("Write a `compose.yaml` with two services", COMPOSE, COMPOSE.replace("postgresql", "postgresql/data"))
def compose(answer):
    document = yaml.safe_load(answer)
    web, db = document["services"]["web"], document["services"]["db"]
    waits = isinstance(web["depends_on"], dict) and web["depends_on"]["db"]["condition"] == "service_healthy" and "test" in db.get("healthcheck", {})
    (volume,) = db["volumes"]
    name, _, path = volume.partition(":")
    return waits and web["build"] == "." and "8000:8000" in web["ports"] and name in document["volumes"] and path == "/var/lib/postgresql"
