"""docs/settings.md and .env.example, written from the settings themselves so that they cannot disagree.

`uv run python -m server.settings_reference` rewrites both.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from server.settings import Settings

ROOT = Path(__file__).parents[1]
PAGE, EXAMPLE = ROOT / "docs/settings.md", ROOT / ".env.example"

PREFACE = """# 设置

所有设置都从环境变量读取，也可以写在工作目录的 `.env` 文件里；命令行选项优先于环境变量，环境变量优先于 `.env`。
时长写作 ISO 8601（`PT30S` 是 30 秒，`PT8H` 是 8 小时）或秒数。没有一项是必填的：什么都不设，`zhengwu up` 也能启动。
`zhengwu doctor` 会检查它们是否彼此相符。本页由 `uv run python -m server.settings_reference` 生成，请勿手改。

| 变量 | 默认值 | 说明 |
|---|---|---|
"""

EXAMPLE_PREFACE = """# 复制为 .env 后按需修改；去掉行首的 # 才生效。说明见 docs/settings.md。
# 由 uv run python -m server.settings_reference 生成。
"""


def render_page() -> str:
    rows = [f"| `{name}` | {_shown(default)} | {field.description} |" for name, default, field in _settings()]
    return PREFACE + "\n".join(rows) + "\n"


def render_example() -> str:
    entries = [f"\n# {field.description}\n# {name}={default}\n" for name, default, field in _settings()]
    return EXAMPLE_PREFACE + "".join(entries)


def _settings() -> Iterator[tuple[str, str, FieldInfo]]:
    for name, field in Settings.model_fields.items():
        yield f"ZHENGWU_{name.upper()}", _text(field.default), field


def _text(default: Any) -> str:
    """The default as one would write it into the environment; empty for none."""
    match default:
        case None:
            return ""
        case bool():
            return str(default).lower()
        case timedelta():
            return str(TypeAdapter(timedelta).dump_python(default, mode="json"))
        case StrEnum():
            return default.value
        case tuple():
            return json.dumps(
                [one.model_dump(mode="json", exclude_defaults=True) for one in default], ensure_ascii=False
            )
    return str(default)


def _shown(default: str) -> str:
    return f"`{default}`" if default else "（无）"


if __name__ == "__main__":
    PAGE.write_text(render_page(), "utf-8")
    EXAMPLE.write_text(render_example(), "utf-8")
