"""The whole examination, in the order in which one would ask."""

from content_models.kit.errors import ZhengwuError
from server.doctor.channels import examine_channels
from server.doctor.finding import Check, Finding, Level
from server.doctor.machine import examine_machine
from server.doctor.mongodb import examine_mongodb
from server.doctor.redis import examine_redis
from server.doctor.search import examine_search
from server.doctor.secrets import examine_secrets
from server.engines.at_hand import engines_at_hand
from server.settings import Settings

ENGINES = Check("engines", "内嵌引擎")


async def examine(settings: Settings) -> list[Finding]:
    """Embedded engines are asked where they run, or started for the examination and stopped again."""
    findings = [*examine_machine(settings), *examine_secrets(settings), *examine_channels(settings)]
    findings.append(examine_search(settings))
    try:
        async with engines_at_hand(settings) as complete:
            return findings + await examine_mongodb(complete) + await examine_redis(complete)
    except ZhengwuError as error:
        return [*findings, ENGINES.fail(error.code, error.message)]


def is_healthy(findings: list[Finding]) -> bool:
    return all(finding.level is not Level.fail for finding in findings)
