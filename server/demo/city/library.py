"""Reads the content files that lie beside this module."""

import functools
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from content_models.kit.shipped import read_yaml
from server.demo.city.records import Directory, Site, Text

_CONTENT = files("server.demo.city") / "content"


def _read(file: Traversable) -> Any:
    return read_yaml(file)


@functools.cache
def texts() -> dict[str, Text]:
    """Every document by id, in the order of the files."""
    folders = sorted((_CONTENT / "documents").iterdir(), key=lambda file: file.name)
    return {text.id: text for file in folders for text in map(Text.model_validate, _read(file))}


@functools.cache
def sites() -> list[Site]:
    return [Site.model_validate(entry) for entry in _read(_CONTENT / "sites.yaml")]


@functools.cache
def directory() -> Directory:
    return Directory.model_validate(_read(_CONTENT / "directory.yaml"))
