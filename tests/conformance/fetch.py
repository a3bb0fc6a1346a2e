"""Fetch feedparser's own test files (BSD-2) into the user's cache; they are no part of the project.

    uv run python -m tests.conformance.fetch

They ship only in the source distribution, whose digest `uv.lock` knows. Only `tests/` is unpacked.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

RELEASE = f"feedparser-{version('feedparser')}"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "zhengwu"
SUITE = CACHE / RELEASE / "tests"

_LOCK = Path(__file__).resolve().parents[2] / "uv.lock"
_SDIST = re.compile(rf"/{re.escape(RELEASE)}\.tar\.gz\", hash = \"sha256:([0-9a-f]{{64}})\"")


def fetch() -> None:
    """Raises RuntimeError when the download is not the locked one, CalledProcessError when there is none."""
    with tempfile.TemporaryDirectory() as folder:
        archive = _downloaded(Path(folder))
        if hashlib.sha256(archive.read_bytes()).hexdigest() != _locked_sha256():
            raise RuntimeError(f"{archive.name} is not the file that uv.lock names")
        _unpack_tests(archive, Path(folder))
        SUITE.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(Path(folder) / RELEASE / "tests", SUITE)


def _downloaded(folder: Path) -> Path:
    """By whichever pip there is: an environment made by uv has none of its own."""
    pip = shutil.which("pip3") or shutil.which("pip")
    command = [pip] if pip else ["uvx", "pip"]
    command += ["download", "-q", "--no-deps", "--no-binary", ":all:", "-d", str(folder)]
    subprocess.run([*command, RELEASE.replace("-", "==")], check=True, timeout=300)
    return folder / f"{RELEASE}.tar.gz"


def _locked_sha256() -> str:
    found = _SDIST.search(_LOCK.read_text("utf-8"))
    if found is None:
        raise RuntimeError(f"uv.lock does not name {RELEASE}.tar.gz")
    return found[1]


def _unpack_tests(archive: Path, folder: Path) -> None:
    with tarfile.open(archive) as bundle:
        wanted = [member for member in bundle if member.name.startswith(f"{RELEASE}/tests/")]
        bundle.extractall(folder, members=wanted, filter="data")


if __name__ == "__main__":
    if not SUITE.exists():
        fetch()
    sys.stdout.write(f"{SUITE}: {sum(1 for _ in SUITE.rglob('*.xml'))} files\n")
