"""Settings are documented, survive the way to a child process, and never need to be set."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from content_models.releases.documents import ReleaseKind
from server.settings import EngineNotConfigured, PushMode, Settings
from server.settings_reference import EXAMPLE, PAGE, render_example, render_page

AGAIN = "run: uv run python -m server.settings_reference"


def test_pages_are_as_rendered() -> None:
    assert PAGE.read_text("utf-8") == render_page(), AGAIN
    assert EXAMPLE.read_text("utf-8") == render_example(), AGAIN


def test_every_setting_is_explained_in_chinese() -> None:
    assert [name for name, field in Settings.model_fields.items() if not (field.description or "").strip()] == []


def test_example_with_every_line_switched_on_gives_the_defaults(tmp_path: Path) -> None:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    switched_on = [
        line.removeprefix("# ") for line in lines if line.startswith("# ZHENGWU_") and not line.endswith("=")
    ]
    file = tmp_path / ".env"
    file.write_text("\n".join(switched_on), "utf-8")
    assert Settings(_env_file=file) == Settings(_env_file=None)  # type: ignore[call-arg]


def test_child_reads_back_equal_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings(
        city_name="江海市",
        mongodb_uri="mongodb://h/?replicaSet=rs",
        secret_key=SecretStr("s" * 40),
        poll_tick=timedelta(seconds=1),
        graphiql=True,
        push=PushMode.apns,
        data_dir=tmp_path,
    )
    for name, value in settings.as_environment().items():
        monkeypatch.setenv(name, value)
    assert Settings() == settings


def test_secret_key_shows_nowhere() -> None:
    assert "hunter2" not in repr(Settings(secret_key=SecretStr("hunter2")))


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:8000"), ("0.0.0.0", "http://127.0.0.1:8000"), ("::", "http://[::1]:8000")],
)
def test_this_machine_reaches_a_listener_on_all_addresses(host: str, url: str) -> None:
    assert Settings(host=host).local_url == url


def test_public_address_is_what_links_begin_with() -> None:
    assert Settings(public_url="https://fabu.example.cn/").base_url == "https://fabu.example.cn"


def test_engine_without_an_address_is_refused_with_advice() -> None:
    with pytest.raises(EngineNotConfigured, match="zhengwu up"):
        _ = Settings(mongodb_uri=None).mongodb_address


def test_a_setting_left_empty_counts_as_not_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As in `.env.example`, and as compose files pass on what nobody filled in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZHENGWU_MONGODB_URI", "")
    assert Settings().mongodb_uri is None


def test_review_stages_and_the_reading_are_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    first, last = '"id": "first", "name": "初审", "role": "editor"', '"id": "last", "name": "签发", "role": "leader"'
    stages = f'[{{{first}}}, {{{last}, "signers": 2}}]'
    monkeypatch.setenv("ZHENGWU_REVIEW_STAGES", stages)
    monkeypatch.setenv("ZHENGWU_REVIEW_READ_ALOUD", '["policy"]')
    plan = Settings().review_plan()
    assert [stage.name for stage in plan.review_of(ReleaseKind.policy).stages] == ["初审", "诵读", "签发"]
    assert [stage.signers for stage in plan.review_of(ReleaseKind.notice).stages] == [1, 2]


@pytest.mark.parametrize("stages", ["[]", '[{"id": "a1", "name": "初审", "role": "editor"}]', '[{"id": "first"}]'])
def test_review_stages_that_make_no_sense_stop_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stages: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZHENGWU_REVIEW_STAGES", stages)
    with pytest.raises(ValidationError):
        Settings()
