"""docs/errors.md lists every error the product can answer with, and no two errors share a code."""

import re
from collections import defaultdict

from content_models.kit.errors import registered_codes
from server.reference import BEGIN, END, PACKAGES, REMEDIES, import_everything, own_errors, render_error_table
from tests.house.project import ROOT

PAGE = ROOT / "docs/errors.md"
AGAIN = "run: uv run python -m server.reference errors --update docs/errors.md"


def documented() -> str:
    return PAGE.read_text("utf-8").split(BEGIN)[1].split(END)[0].strip()


def test_page_and_registry_agree_both_ways() -> None:
    import_everything()
    registered = {code for code, error in registered_codes().items() if error.__module__.split(".")[0] in PACKAGES}
    assert set(re.findall(r"^\| `(\w+)` \|", documented(), re.M)) == registered, AGAIN


def test_page_is_as_rendered() -> None:
    assert documented() == render_error_table(), AGAIN


def test_no_two_errors_share_a_code() -> None:
    import_everything()
    bearers = defaultdict(list)
    for error in own_errors():
        bearers[error.code].append(f"{error.__module__}.{error.__qualname__}")
    assert {code: names for code, names in bearers.items() if len(names) > 1} == {}


def test_every_error_says_something_of_its_own_in_chinese() -> None:
    import_everything()
    silent = [error.__qualname__ for error in own_errors() if "default_message" not in vars(error)]
    foreign = [error.__qualname__ for error in own_errors() if not re.search(r"[\u4e00-\u9fff]", error.default_message)]
    assert silent + foreign == []


def test_every_status_has_a_remedy() -> None:
    import_everything()
    assert {error.status for error in own_errors()} <= REMEDIES.keys()
