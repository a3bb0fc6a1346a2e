"""`zhengwu link eval`: figures and misses for people, one line a record for scripts, plain words for a bad file."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from server.cli.main import app
from tests.server.support import zhengwu

RECORDS = [
    {"record_type": "policy", "id": "p", "title": "示例市节水管理办法"},
    {"record_type": "policy", "id": "q", "title": "示例市公共停车场管理办法"},
    {"record_type": "interpretation", "id": "i", "title": "《示例市节水管理办法》解读", "interprets": ["p"]},
    {
        "record_type": "interpretation",
        "id": "j",
        "title": "示例市停车场管理怎么改",
        "form": "图解",
        "interprets": ["q"],
    },
    {"record_type": "negative", "id": "n", "title": "《示例市节水管理办法》实施评估"},
]


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    path = tmp_path / "samples.json"
    path.write_text(json.dumps(RECORDS, ensure_ascii=False), "utf-8")
    return path


def test_json_is_one_line_a_record_and_nothing_else(samples: Path) -> None:
    done = zhengwu("link", "eval", str(samples), "--json", cwd=samples.parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"id": "i", "auto": ["p"], "suggested": ["p"]},
        {"id": "j", "auto": [], "suggested": ["q"]},
        {"id": "n", "auto": [], "suggested": []},
    ]


def test_people_read_figures_and_every_miss_with_its_evidence(samples: Path) -> None:
    shown = zhengwu("link", "eval", str(samples), cwd=samples.parent)
    assert shown.returncode == 0
    assert "自动关联准确率" in shown.stdout
    assert "没有自动关联的解读" in shown.stdout
    assert "用词相近" in shown.stdout


@pytest.mark.parametrize("content", ["[{]", '[{"record_type": "poem"}]', None])
def test_a_bad_or_missing_file_is_one_object_for_scripts_and_one_line_for_people(
    tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "bad.json"
    if content is not None:
        path.write_text(content, "utf-8")
    refused = zhengwu("link", "eval", str(path), "--json", cwd=tmp_path)
    assert (refused.returncode, refused.stderr) == (1, "")
    assert json.loads(refused.stdout)["error"]["code"] == "SAMPLE_FILE_INVALID"
    shown = CliRunner().invoke(app, ["link", "eval", str(path)])
    assert (shown.exit_code, shown.stdout) == (1, "")
    assert "SAMPLE_FILE_INVALID" in shown.stderr
