"""`zhengwu source …`, driven as a person does, on real engines."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from server.cli.main import app
from tests.server.support import zhengwu

YAML = """
sources:
- {name: 水务报送, organ_id: water, family: push_in, url: "https://water.example.cn/"}
- {name: 无此机构, organ: 无, family: feed, url: "https://other.example.cn/"}
"""
ORGAN = """
import asyncio
from content_models.organs import repository as organs
from content_models.organs.documents import Organ, OrganLevel
from server.cli.options import configured
from server.cli.source_store import store_at_hand
async def main():
    async with store_at_hand(configured()):
        await organs.save_organ(Organ(id="water", full_name="示例市自来水公司", short_name="水司",
            level=OrganLevel.institution, region_code="320000"))
asyncio.run(main())
"""


@pytest.fixture
def at_work(mongodb_uri: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings of its own, and an organ in the store."""
    monkeypatch.setenv("ZHENGWU_MONGODB_URI", mongodb_uri)
    monkeypatch.setenv("ZHENGWU_MONGODB_DATABASE", f"cli_{tmp_path.name}"[:38])
    monkeypatch.setenv("ZHENGWU_REDIS_URL", redis_url)
    monkeypatch.setenv("ZHENGWU_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")
    subprocess.run([sys.executable, "-c", ORGAN], check=True, cwd=tmp_path)
    return tmp_path


@pytest.mark.slow
@pytest.mark.timeout(600)  # nine processes, one after the other, on a machine that others use
def test_import_upload_key_and_export_belong_together(at_work: Path) -> None:
    (at_work / "sources.yaml").write_text(YAML)
    tried = zhengwu("source", "import", "sources.yaml", "--dry-run", cwd=at_work)
    assert "没有写入" in tried.stdout
    done = zhengwu("source", "import", "sources.yaml", cwd=at_work)
    assert (done.returncode, done.stderr) == (1, "")
    assert "水务报送" in done.stdout
    assert "没有找到机构“无”" in done.stdout

    exported = zhengwu("source", "export", cwd=at_work)
    assert "family: push_in" in exported.stdout
    source_id = listed_id(at_work)

    assert zhengwu("source", "template", "xlsx", cwd=at_work).returncode == 0
    assert (at_work / "template.xlsx").read_bytes().startswith(b"PK")
    (at_work / "来稿.csv").write_text("编号,标题,发布时间\n1,关于停水的通知,2026-09-01\n2,关于停电的通知,明天\n")
    uploaded = zhengwu("source", "upload", source_id, "来稿.csv", "--report", "bad.csv", cwd=at_work)
    assert uploaded.returncode == 1, uploaded.stderr
    assert "新收 1" in uploaded.stdout
    assert (at_work / "bad.csv").read_text("utf-8-sig").splitlines()[1].startswith("3,发布时间,明天")

    issued = zhengwu("source", "key", source_id, "--rotate", cwd=at_work)
    [secret] = re.findall(r"^密钥 +(\S{43})$", issued.stdout, re.M)
    shown = zhengwu("source", "key", source_id, cwd=at_work)
    assert "有效" in shown.stdout
    assert secret not in shown.stdout


def listed_id(folder: Path) -> str:
    [listed] = zhengwu("source", "list", "--json", cwd=folder).stdout.splitlines()
    return str(json.loads(listed)["id"])


@pytest.mark.parametrize("name", ["export", "import", "upload", "template", "key"])
def test_every_command_explains_itself(name: str) -> None:
    output = CliRunner().invoke(app, ["source", name, "--help"]).output
    assert "Usage" in output
    assert re.search(r"[\u4e00-\u9fff]", output)
