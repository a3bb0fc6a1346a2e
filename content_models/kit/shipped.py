"""YAML files that come with the code, read when a module is imported."""

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

# libyaml's, which is in PyYAML's wheels, takes a tenth of the time: every process and command pays it at its start
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(file: Path | Traversable) -> Any:
    return yaml.load(file.read_text("utf-8"), _LOADER)  # noqa: S506 - a SafeLoader either way
