"""What an import would do, entry by entry; and doing it. Idempotent by URL: the same file again changes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import AnyHttpUrl, TypeAdapter, ValidationError
from pymongo.errors import DuplicateKeyError

from content_models.kit.errors import VersionConflict
from content_models.kit.ids import new_id
from content_models.organs import repository as organs
from content_models.organs.documents import Organ
from content_models.sources import repository as sources
from content_models.sources.documents import Source
from server.exchange.entries import ORGAN, SETTINGS, Entry

_URL = TypeAdapter(AnyHttpUrl)


class Verdict(StrEnum):
    new = "new"
    changed = "changed"
    same = "same"
    refused = "refused"


@dataclass(frozen=True)
class Planned:
    """`source` is what will be stored; `words` say what changes or what is wrong and how to mend it."""

    entry: Entry
    verdict: Verdict
    words: str = ""
    source: Source | None = field(default=None, repr=False)


@dataclass(frozen=True)
class _Known:
    by_url: Mapping[str, Source]
    organs_by_id: Mapping[str, Organ]
    organs_by_name: Mapping[str, Organ]
    default_organ: Organ | None


class _Refused(ValueError):
    """Why an entry is left out, in words for the person at the keyboard."""


async def plan_import(entries: Iterable[Entry], default_organ: str | None = None) -> list[Planned]:
    """Nothing is written. `default_organ` (name or id) is taken for entries that state none."""
    known = await _known(default_organ)
    seen: set[str] = set()
    planned = []
    for entry in entries:
        planned.append(_plan(entry, known, seen))
        seen.add(entry.url)
    return planned


async def carry_out(planned: Iterable[Planned]) -> list[Planned]:
    """The same list, with those refused that somebody else changed in the meantime."""
    return [await _store(one) for one in planned]


async def _known(default_organ: str | None) -> _Known:
    directory = await organs.every_organ()
    by_name = {name: organ for organ in directory for name in (*organ.aliases, organ.short_name, organ.full_name)}
    by_id = {organ.id: organ for organ in directory}
    default = (by_id.get(default_organ) or by_name.get(default_organ)) if default_organ else None
    existing = {source.url: source for source in await sources.most_troubled_first()}
    return _Known(existing, by_id, by_name, default)


def _plan(entry: Entry, known: _Known, seen: set[str]) -> Planned:
    try:
        return _judged(entry, known, seen)
    except _Refused as refusal:
        return Planned(entry, Verdict.refused, str(refusal))
    except ValidationError as error:
        fields = "、".join(sorted({".".join(map(str, detail["loc"])) for detail in error.errors()}))
        return Planned(entry, Verdict.refused, f"这些字段缺少或取值不对：{fields}。请对照导出的文件修改。")


def _judged(entry: Entry, known: _Known, seen: set[str]) -> Planned:
    _check(entry, seen)
    existing = known.by_url.get(entry.url)
    organ = _organ(entry, known, existing)
    stated = {name: value for name, value in entry.values.items() if name != ORGAN} | {"organ_id": organ}
    base = existing.model_dump() if existing else {"id": new_id()}
    if existing and entry.complete:
        base = {name: value for name, value in base.items() if name not in SETTINGS}
    source = Source.model_validate(base | stated)
    if existing is None:
        return Planned(entry, Verdict.new, source=source)
    changes = [name for name in SETTINGS if getattr(source, name) != getattr(existing, name)]
    if not changes:
        return Planned(entry, Verdict.same)
    return Planned(entry, Verdict.changed, "改动：" + "、".join(changes), source)


def _check(entry: Entry, seen: set[str]) -> None:
    if unknown := sorted(entry.values.keys() - {*SETTINGS, ORGAN}):
        raise _Refused(f"不认识的字段：{'、'.join(unknown)}。请检查是否写错。")
    if not entry.url:
        raise _Refused("没有网址（url），请补填。")
    try:
        _URL.validate_python(entry.url)
    except ValidationError as error:
        raise _Refused("网址不正确，请填写以 http:// 或 https:// 开头的完整网址。") from error
    if entry.url in seen:
        raise _Refused("与前面一个来源的网址相同，请删去其中一个。")


def _organ(entry: Entry, known: _Known, existing: Source | None) -> str:
    """By id where that is one of ours, else by name; a name that nobody bears is refused rather than guessed."""
    stated_id, name = entry.values.get("organ_id"), entry.values.get(ORGAN)
    if isinstance(stated_id, str) and (
        stated_id in known.organs_by_id or (existing and existing.organ_id == stated_id)
    ):
        return stated_id
    if isinstance(name, str) and name in known.organs_by_name:
        return known.organs_by_name[name].id
    if known.default_organ:
        return known.default_organ.id
    if existing and not name and not stated_id:
        return existing.organ_id
    raise _Refused(f"没有找到机构“{name or stated_id or '（未填）'}”，请核对全称，或用 --organ 指定。")


async def _store(one: Planned) -> Planned:
    if one.source is None:
        return one
    try:
        if one.verdict is Verdict.new:
            await sources.add(one.source)
        else:
            await sources.save(one.source, expected_version=one.source.version)
    except (DuplicateKeyError, VersionConflict):
        return Planned(one.entry, Verdict.refused, "刚被他人修改或添加，请重新导入一次。")
    return one


def tally(planned: Iterable[Planned]) -> dict[Verdict, int]:
    counts: dict[Verdict, Any] = dict.fromkeys(Verdict, 0)
    for one in planned:
        counts[one.verdict] += 1
    return counts
