"""The machine we run on: Python, libraries, disk, local time, fonts."""

import platform
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path

from content_models.kit.clock import SHANGHAI, utc_now
from server.doctor.finding import Check, Finding
from server.settings import Settings

PYTHON = Check("python", "Python")
LIBRARIES = Check("libraries", "程序库")
DISK = Check("disk", "磁盘空间")
CLOCK = Check("clock", "本机时钟")
FONTS = Check("fonts", "中文字体")

OLDEST_PYTHON = (3, 11)
SHOWN_LIBRARIES = ("beanie", "pymongo", "fastapi", "strawberry-graphql", "taskiq", "redis", "mopyapns", "aiohttp")
GIB = 1024**3
LITTLE_SPACE, NO_SPACE = 2 * GIB, GIB // 4
SANE_YEARS = range(2026, 2100)
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/System/Library/Fonts"))
FONT_PATTERNS = ("*CJK*", "*cjk*", "*wqy*", "*PingFang*", "*SourceHan*")


def examine_machine(settings: Settings) -> list[Finding]:
    return [python(), libraries(), disk(settings.data_dir), clock(utc_now()), fonts()]


def python() -> Finding:
    found = f"{platform.python_implementation()} {platform.python_version()}"
    if sys.version_info < OLDEST_PYTHON:
        return PYTHON.fail(found, "请安装 Python 3.11 或更新的版本。")
    return PYTHON.ok(found)


def libraries() -> Finding:
    try:
        return LIBRARIES.ok("，".join(f"{name} {metadata.version(name)}" for name in SHOWN_LIBRARIES))
    except metadata.PackageNotFoundError as missing:
        return LIBRARIES.fail(f"缺少 {missing.name}", "请在项目目录运行 uv sync。")


def disk(data_dir: Path) -> Finding:
    folder = data_dir.resolve()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    found = f"{folder} 剩余 {free / GIB:.1f} GB"
    if free < NO_SPACE:
        return DISK.fail(found, "请立即清理磁盘，或用 --data-dir 换到空间充足的磁盘。")
    if free < LITTLE_SPACE:
        return DISK.warn(found, "请尽快清理磁盘；空间用尽时无法采集与发布。")
    return DISK.ok(found)


def clock(now: datetime) -> Finding:
    local = now.astimezone(SHANGHAI)
    found = f"{local:%Y-%m-%d %H:%M:%S}（北京时间）"
    if local.utcoffset() != timedelta(hours=8):
        return CLOCK.fail(found, "时区数据有误，请更新系统的 tzdata。")
    if now.year not in SANE_YEARS:
        return CLOCK.fail(found, "系统时间明显不对，请校时（如启用 NTP）后再启动。")
    return CLOCK.ok(found)


def fonts() -> Finding:
    """Only pictures made on this machine need them (share cards, screenshots); phones bring their own."""
    families = _chinese_families()
    if families is None:
        families = [path.name for folder in FONT_FOLDERS for pattern in FONT_PATTERNS for path in folder.rglob(pattern)]
    if not families:
        return FONTS.warn("没有找到中文字体", "在本机生成图片、截图时中文会显示为方块；可安装 fonts-noto-cjk。")
    return FONTS.ok(f"{families[0]} 等 {len(families)} 种")


def _chinese_families() -> list[str] | None:
    """What fontconfig knows; None where there is no fontconfig."""
    program = shutil.which("fc-list")
    if program is None:
        return None
    listed = subprocess.run(  # noqa: S603 - the path is the system's own, the arguments are ours
        [program, ":lang=zh", "family"], capture_output=True, text=True, timeout=20, check=False
    )
    return sorted({line.split(",")[0] for line in listed.stdout.splitlines() if line.strip()})
