"""YAML: every setting of every source, to keep under version control and to move between systems."""

from collections.abc import Sequence
from typing import Any

import yaml

from content_models.organs.documents import Organ
from content_models.sources.documents import Source
from server.exchange.entries import Entry, stated
from server.exchange.errors import ExchangeUnreadable

VERSION = 1


class _Loader(yaml.SafeLoader):
    """Plain data without aliases: a few lines of them unfold to more than memory holds."""

    def compose_node(self, parent: Any, index: int) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not allowed")
        return super().compose_node(parent, index)


def write_yaml(sources: Sequence[Source], organs: dict[str, Organ]) -> str:
    listed = [stated(source, organs.get(source.organ_id)) for source in sources]
    return yaml.safe_dump({"version": VERSION, "sources": listed}, allow_unicode=True, sort_keys=False, width=120)


def read_yaml(text: str) -> list[Entry]:
    """Raises ExchangeUnreadable."""
    try:
        content = yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"第 {mark.line + 1} 行附近" if mark else "其中"
        raise ExchangeUnreadable(f"YAML 格式有误（{line}），请改正后重试；不支持锚点和别名。") from error
    listed = content.get("sources") if isinstance(content, dict) else None
    if not isinstance(listed, list):
        raise ExchangeUnreadable
    return [_entry(number, values) for number, values in enumerate(listed, 1)]


def _entry(number: int, values: Any) -> Entry:
    named = {str(name): value for name, value in values.items()} if isinstance(values, dict) else {}
    return Entry(f"第 {number} 个", named, complete=True)
