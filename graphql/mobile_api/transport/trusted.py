"""Trusted documents: what the app of each released version sends, known before it is sent.

The list is Apollo's `persisted-query-manifest.json`, as its code generators for iOS, Kotlin and the web write it. Ours
is generated from `graphql/operations/*.graphql` (`python -m mobile_api.manifest`) and ships inside the package; the
lists of versions still in use are read from a folder beside it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from mobile_api.transport.errors import ManifestInvalid

OURS = Path(__file__).parents[1] / "persisted-query-manifest.json"


class ManifestOperation(BaseModel):
    model_config = ConfigDict(extra="ignore")

    id: str
    body: str
    name: str
    type: Literal["query", "mutation", "subscription"]


class Manifest(BaseModel):
    model_config = ConfigDict(extra="ignore")

    format: Literal["apollo-persisted-query-manifest"]
    version: Literal[1]
    operations: list[ManifestOperation]


@dataclass(frozen=True, slots=True)
class TrustedDocuments:
    """Texts by id. An id that two lists give to different texts is an error, not a choice."""

    by_id: Mapping[str, str]

    def __contains__(self, text: str) -> bool:
        return text in self.by_id.values()


def trusted_documents(paths: Iterable[Path]) -> TrustedDocuments:
    """Raises ManifestInvalid."""
    by_id: dict[str, str] = {}
    for path in paths:
        for operation in _read(path).operations:
            if by_id.setdefault(operation.id, operation.body) != operation.body:
                raise ManifestInvalid(file=path.name, operation=operation.name, reason="两份清单的同一编号内容不同")
    return TrustedDocuments(by_id)


def manifests_in(folder: Path | None) -> Iterator[Path]:
    """Ours, and every list in the folder."""
    yield OURS
    if folder is not None:
        if not folder.is_dir():
            raise ManifestInvalid(file=folder.name, reason="没有这个文件夹")
        yield from sorted(folder.glob("*.json"))


def _read(path: Path) -> Manifest:
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise ManifestInvalid(file=path.name) from error
