"""The container images that checks of topics build with buildah: no daemon, no network, and BusyBox as their base."""

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # what an image says of itself has any shape

BASE = "FROM scratch\nCOPY busybox /bin/sh\nRUN /bin/sh -c '/bin/sh --install -s /bin || true'\n"


class BuildError(AssertionError):
    """A Dockerfile could not be built."""


@dataclass
class Builder:
    """A store of images and containers of its own, below `folder`; `FROM base` is there from the start."""

    folder: Path

    def buildah(self, *arguments: str, home: Path | None = None) -> str:
        """Run buildah on this store; return what it prints. Raises BuildError with its words when it fails."""
        where = ["--root", str(self.folder / "store"), "--runroot", str(self.folder / "run"), "--storage-driver", "vfs"]
        environment = os.environ | {"BUILDAH_ISOLATION": "chroot"}
        command = ["buildah", *where, *arguments]
        done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise BuildError(done.stderr)
        return done.stdout

    def build(self, dockerfile: str, *options: str, **files: str) -> list[str]:
        """Build the image `shop` in a folder with `files` (`app_py` is app.py); return the steps that had to run."""
        with tempfile.TemporaryDirectory() as name:
            (Path(name) / "Dockerfile").write_text(dockerfile, encoding="utf-8")
            for file, text in files.items():
                (Path(name) / file.replace("_", ".")).write_text(text, encoding="utf-8")
            told = self.buildah("bud", "--layers", "--pull-never", *options, "-t", "shop", ".", home=Path(name))
        steps: list[str] = []
        for line in told.splitlines():
            if line.startswith("STEP "):
                steps.append(line.partition(": ")[2])
            elif line.startswith("--> Using cache"):
                steps.pop()
        return [step for step in steps if not step.startswith("FROM")]

    def run(self, container: str, command: str, *options: str) -> str:
        """Run a shell command in a container; return what it prints."""
        return self.buildah("run", *options, container, "--", "/bin/sh", "-c", command)

    def start(self) -> str:
        """Make a container of the image `shop`; return its name."""
        return self.buildah("from", "--pull-never", "localhost/shop").strip()

    def of_image(self) -> Any:
        """Return what the image `shop` says of itself: `config`, `history` and so on."""
        return json.loads(self.buildah("inspect", "--type", "image", "localhost/shop"))["OCIv1"]

    def pulled(self) -> str:
        """Return what somebody who pulls `shop` gets, as one text: its configuration and the files of each layer."""
        with tempfile.TemporaryDirectory() as name:
            self.buildah("push", "--disable-compression", "localhost/shop", f"dir:{name}")
            return "".join(_text(path) for path in sorted(Path(name).iterdir()))


@contextmanager
def builder() -> Iterator[Builder]:
    """Make an empty store with the image `base`; it is deleted in the end."""
    busybox = shutil.which("busybox")
    assert busybox, "buildah is here without busybox (Debian: busybox-static)"
    with tempfile.TemporaryDirectory(prefix="w") as name:
        made = Builder(Path(name))
        with tempfile.TemporaryDirectory() as context:
            shutil.copy(busybox, Path(context) / "busybox")
            (Path(context) / "Dockerfile").write_text(BASE, encoding="utf-8")
            made.buildah("bud", "-t", "base", ".", home=Path(context))
        try:
            yield made
        finally:
            made.buildah("rm", "--all")
            made.buildah("rmi", "--all", "--force")


def _text(path: Path) -> str:
    """Return a blob as text: the files of a layer, or the file itself."""
    if not tarfile.is_tarfile(path):
        return path.read_text(encoding="utf-8", errors="replace")
    with tarfile.open(path) as layer:
        small = [entry for entry in layer if entry.isfile() and entry.size < 10_000]
        return "".join(f"{entry.name}\n{_read(layer, entry)}\n" for entry in small)


def _read(layer: tarfile.TarFile, entry: tarfile.TarInfo) -> str:
    file = layer.extractfile(entry)
    return file.read().decode(errors="replace") if file else ""
