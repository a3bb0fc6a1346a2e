"""AuditEntry (审计记录), ChainHead (链头), DailyRoot (每日根) and PolicyReport (内容安全策略报告)."""

from datetime import date, datetime

from pydantic import BaseModel
from pymongo import ASCENDING, DESCENDING, IndexModel

from content_models.kit.hash_chain import DEFAULT
from content_models.kit.records import Record


class AuditEntry(Record):
    """审计记录: who did what, when, from where, and what came of it. Append-only. `_id` = stream and number.

    A stream is one person's acts (or one door's): acts of different people never wait for each other.
    """

    stream: str
    number: int  # from 1, without a gap
    at: datetime
    actor_id: str
    actor_name: str
    act: str  # the address with its ids left out, or a command's name
    subject: str = ""  # the ids
    status: int  # as HTTP says it
    code: str = ""  # of the error
    address: str = ""
    details: dict[str, str] = {}
    algorithm: str = DEFAULT
    previous_digest: str
    digest: str

    class Settings:
        name = "audit_entries"
        indexes = [
            IndexModel([("at", DESCENDING)], name="newest"),
            IndexModel([("actor_id", ASCENDING), ("at", DESCENDING)], name="of_a_person"),
        ]


class ChainHead(Record):
    """链头: where a stream stands, so that the next entry finds its place with one read by `_id`."""

    number: int
    digest: str

    class Settings:
        name = "chain_heads"


class LogSeal(BaseModel):
    """日志封存: how many records of one append-only log a day had, and the Merkle root over them."""

    log: str
    records: int
    root: str


class DailyRoot(Record):
    """每日根: the Merkle root over every event of one day (Asia/Shanghai), chained to the day before. `_id` = the day.

    `logs` seals the logs that no chain holds together; days that were sealed before they were have none.

    Published outside this system (in the gazette, or printed), it proves that nothing of that day was changed later.
    """

    day: date
    events: int
    root: str
    logs: list[LogSeal] = []
    algorithm: str = DEFAULT
    previous_digest: str
    digest: str
    sealed_at: datetime

    class Settings:
        name = "daily_roots"
        indexes = [IndexModel([("day", ASCENDING)], name="day", unique=True)]


class PolicyReport(Record):
    """内容安全策略报告: what browsers refused on our pages, counted; `_id` is derived from what it says."""

    page: str
    directive: str
    blocked: str
    times: int
    first_at: datetime
    last_at: datetime

    class Settings:
        name = "policy_reports"
