"""All steps, in the order in which the play makes them true."""

from server.demo.check import desk, notices, reading, refusals, sources
from server.demo.check.step import Inspector, Step, require


async def ready(inspector: Inspector) -> str:
    answer = await inspector.resident.get("/readyz")
    require(answer.status == 200, f"/readyz 返回 {answer.status}")
    return "/readyz 返回 200"


STEPS = (
    Step("引擎与进程已启动", ready),
    *desk.STEPS_AT_FIRST,
    *refusals.STEPS,
    *reading.STEPS,
    *notices.STEPS,
    *sources.STEPS,
    *desk.STEPS_AT_LAST,
)
