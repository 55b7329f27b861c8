"""Checks of the topic `docker`: Dockerfiles are built by buildah, which needs no daemon; servers and files are real."""

import re
import socket
import tempfile
from io import BytesIO
from pathlib import Path

import yaml
from django.core.management import call_command
from django.test import override_settings
from dockerfile_parse import DockerfileParser
from grading import claim, exercise, question, raises
from images import BuildError, builder
from servers import ask_at, gunicorn
from topic_code import TOPICS, topic_of

APP = """
def application(environ, start_response):
    start_response("200 OK", [])
    return [b"hello"]
"""
ONCE = {"database": "sqlite"}
BUILT = {"database": "sqlite", "program": "buildah"}
SECRET = "a-key-that-nobody-may-see"
CODE_FIRST = "FROM base\nCOPY . /app\nRUN cat /app/requirements.txt > /packages\n"
CODE_LAST = "FROM base\nCOPY requirements.txt /app/\nRUN cat /app/requirements.txt > /packages\nCOPY . /app\n"


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


def installs_again(images, dockerfile, **files):
    """Tell whether a change of the code alone runs the step again that stands for `pip install`."""
    images.build(dockerfile, requirements_txt="django", app_py="Monday", **files)
    again = images.build(dockerfile, requirements_txt="django", app_py="Tuesday", **files)
    assert again, "the new code has to get into the image"
    return any(step.startswith("RUN cat") for step in again)


def keeps(images, dockerfile, *options, **files):
    """Tell whether the secret can be found in what others pull."""
    images.build(dockerfile, *options, **files)
    return SECRET in images.pulled()


@claim("An image is a read-only stack of layers", **BUILT)
def an_image_does_not_change():
    with builder() as images:
        images.build("FROM base\nRUN echo first > /note\n")
        first, before = images.start(), images.pulled()
        assert images.run(first, "echo second > /note; cat /note") == "second\n"
        assert images.pulled() == before
        assert images.run(images.start(), "cat /note") == "first\n"


@claim("A changed instruction rebuilds itself and every later", **BUILT)
def the_cache_up_to_the_change():
    with builder() as images:
        images.build("FROM base\nRUN echo 1\nRUN echo 2\nRUN echo 3\n")
        assert images.build("FROM base\nRUN echo 1\nRUN echo 2\nRUN echo 3\n") == []
        assert images.build("FROM base\nRUN echo 1\nRUN echo two\nRUN echo 3\n") == ["RUN echo two", "RUN echo 3"]


@claim("only what `COPY --from=...` takes", **BUILT)
def the_second_stage():
    with builder() as images:
        images.build("FROM base AS build\nRUN echo venv > /venv; echo cache > /cache\nFROM base\nCOPY --from=build /venv /venv\n")
        assert images.run(images.start(), "ls / | grep -E 'venv|cache'") == "venv\n"


@claim("`EXPOSE` only documents a port", **BUILT)
def a_note():
    with builder() as images:
        images.build("FROM base\nEXPOSE 8000\n")
        assert images.of_image()["config"]["ExposedPorts"] == {"8000/tcp": {}}


@claim("removed in a later instruction", **BUILT)
def earlier_layers_keep_it():
    with builder() as images:
        assert keeps(images, f"FROM base\nENV KEY={SECRET}\nENV KEY=\n")
        assert keeps(images, "FROM base\nARG KEY\nRUN echo build\n", "--build-arg", f"KEY={SECRET}")
        assert keeps(images, "FROM base\nCOPY deploy.key /k\nRUN rm /k\n", deploy_key=SECRET)
        assert not keeps(images, "FROM base\nCOPY . /app\n", deploy_key=SECRET, _dockerignore="deploy.key")
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(SECRET)
            file.flush()
            mounted = "FROM base\nRUN --mount=type=secret,id=k,target=/k wc -c /k > /size\n"
            assert not keeps(images, mounted, "--secret", f"id=k,src={file.name}")
        assert images.run(images.start(), "cat /size").split()[0] == str(len(SECRET))


@question("difference-between-image", **BUILT)
def image_and_container(choices):
    with builder() as images:
        images.build("FROM base\nRUN echo hello > /note\n")
        containers = images.buildah("containers", "--quiet").split()
        started = [images.start(), images.start()]
        from_one_image = [images.run(container, "cat /note; echo $$ > /dev/null") for container in started]
        with_network = [line for line in images.run(started[0], "cat /proc/net/dev").splitlines() if ":" in line]
    return {"a process started from an image": from_one_image == ["hello\n"] * 2, "stopped and saved": bool(containers),
            "without a network": not with_network}


@question("expose-8000-dockerfile", **BUILT)
def what_expose_does(choices):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with builder() as images:
        images.build(f"FROM base\nEXPOSE {port}\n")
        noted = images.of_image()["config"]["ExposedPorts"] == {f"{port}/tcp": {}}
        container = images.start()
        images.run(container, "true")
        listens = ask_at("127.0.0.1", port).status != 0
    return {"It notes which port": noted, "It publishes port": listens, "makes the app listen": listens}


@question("every-small-code-change", **BUILT)
def what_spares_the_install(choices):
    with builder() as images:
        assert installs_again(images, CODE_FIRST)
        ignored = not raises(BuildError, lambda: installs_again(images, CODE_FIRST, _dockerignore="requirements.txt"))
        images.build("FROM base\nRUN cp /bin/sh /larger\n", "--tag", "larger")
        larger = not installs_again(images, CODE_FIRST.replace("base", "larger"))
        last = not installs_again(images, CODE_LAST)
        images.build("FROM base\nCOPY . /app\nCMD cat /app/requirements.txt > /packages\n", requirements_txt="django")
        at_the_start = images.run(images.start(), "cat /packages || echo none").endswith("django")
    return {"install before `COPY . .`": last, "`.dockerignore`": ignored, "larger base": larger, "in the `CMD`": at_the_start}


@question("production-secret-key", **BUILT)
def where_the_key_is_safe(choices):
    with builder() as images:
        env = not keeps(images, f"FROM base\nENV SECRET_KEY={SECRET}\n")
        argument = not keeps(images, "FROM base\nARG SECRET_KEY\nRUN echo build\n", "--build-arg", f"SECRET_KEY={SECRET}")
        settings = not keeps(images, "FROM base\nCOPY settings.py /app/\n", settings_py=f"SECRET_KEY = '{SECRET}'")
        at_start = not keeps(images, "FROM base\n")
        seen = images.run(images.start(), "echo $SECRET_KEY", "--env", f"SECRET_KEY={SECRET}") == f"{SECRET}\n"
    return {"In an `ENV`": env, "In an `ARG`": argument, "In `settings.py`": settings, "when it starts": at_start and seen}


@question("users-upload-pictures", **BUILT)
def where_the_pictures_were(choices):
    with builder() as images:
        images.build("FROM base\nRUN mkdir /app\n")
        old = images.start()
        writable = images.run(old, "echo cat > /app/cat.png; cat /app/cat.png") == "cat\n"
        images.buildah("rm", old)
        new = images.run(images.start(), "ls /app")
        images.build("FROM base\nCOPY . /app\n", old_png="old")
        not_ignored = images.run(images.start(), "ls /app/cat.png || true")
    with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=f"{folder}/media", STATIC_ROOT=f"{folder}/static"):
        picture = Path(folder) / "media" / "cat.png"
        picture.parent.mkdir()
        picture.write_text("cat")
        call_command("collectstatic", interactive=False, verbosity=0)
        deleted = not picture.exists()
    return {"in the layer of the old container": writable and new == "", "`collectstatic` deletes": deleted,
            "mounts `/app` read-only": not writable, "`.dockerignore` excludes": "cat.png" in not_ignored}


@question("docker-secret-layer", **BUILT)
def who_can_read_the_key(choices):
    with builder() as images:
        kept = keeps(images, "FROM base\nCOPY deploy.key /tmp/deploy.key\nRUN echo install\nRUN rm /tmp/deploy.key\n", deploy_key=SECRET)
        gone = "deploy.key" not in images.run(images.start(), "ls /tmp")
        below_tmp = keeps(images, "FROM base\nCOPY deploy.key /tmp/deploy.key\n", deploy_key=SECRET)
        images.run(images.start(), "true")
        after_a_start = SECRET in images.pulled()
    return {"still holds the file": kept and gone, "removes the file from the image": not kept, "are not part of an image": not below_tmp,
            "until the container is restarted": not after_a_start}
