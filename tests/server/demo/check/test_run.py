"""The check's own honesty: it waits for what comes late, and says no to what does not come."""

import json
from collections.abc import Awaitable, Callable
from typing import cast

import pytest

from server.demo.check.report import Report
from server.demo.check.run import run_steps
from server.demo.check.step import Inspector, NotYet, Outcome, Step, require

NOBODY = cast(Inspector, None)


def after(looks: int) -> Callable[[Inspector], Awaitable[str]]:
    """Met at the look after `looks` others."""
    seen: list[Inspector] = []

    async def verify(inspector: Inspector) -> str:
        seen.append(inspector)
        require(len(seen) > looks, f"第 {len(seen)} 次看，还没有")
        return "看到了"

    return verify


async def outcomes(*steps: Step, time_is_up: bool) -> list[Outcome]:
    return await run_steps(NOBODY, steps, lambda: time_is_up, lambda _: None)


async def test_step_is_looked_at_until_it_is_met() -> None:
    (outcome,) = await outcomes(Step("晚到", after(2)), time_is_up=False)
    assert outcome.passed
    assert outcome.words == "看到了"


async def test_when_time_is_up_each_step_still_gets_one_look() -> None:
    late, there = await outcomes(Step("晚到", after(2)), Step("已到", after(0)), time_is_up=True)
    assert not late.passed
    assert late.words == "第 1 次看，还没有"
    assert there.passed


async def test_a_broken_connection_is_no_verdict() -> None:
    answers = iter([ConnectionResetError("gone"), TimeoutError(), None])

    async def verify(_: Inspector) -> str:
        if obstacle := next(answers):
            raise obstacle
        return "又通了"

    (outcome,) = await outcomes(Step("重启", verify), time_is_up=False)
    assert outcome.passed


async def test_a_mistake_in_the_check_itself_is_not_hidden() -> None:
    async def verify(_: Inspector) -> str:
        raise KeyError("feed")

    with pytest.raises(KeyError):
        await outcomes(Step("写错了", verify), time_is_up=False)


def test_report_passes_only_when_all_did() -> None:
    met, missed = Outcome("一", True, "有", 0.125), Outcome("二", False, "没有", 1.0)
    assert Report([met], 1.0).passed
    assert not Report([met, missed], 1.0).passed


def test_report_can_be_read_by_programs() -> None:
    report = json.loads(Report([Outcome("一", False, "没有", 0.128)], 2.349).as_json())
    assert report == {
        "passed": False,
        "seconds": 2.35,
        "steps": [{"name": "一", "passed": False, "words": "没有", "seconds": 0.13}],
    }


def test_unmet_is_said_in_words() -> None:
    with pytest.raises(NotYet, match="还没有看到"):
        require(None, "还没有看到第二页")
