"""SignOff (审签)."""

from datetime import datetime
from enum import StrEnum

from pymongo import ASCENDING, IndexModel

from content_models.kit.actors import Actor
from content_models.kit.records import Record
from content_models.staff.documents import Role as Role


class Stage(StrEnum):
    """The stages of the usual three reviews; a desk may set up others (`review_plan`)."""

    first = "first"  # 初审一校
    second = "second"  # 复审二校
    final = "final"  # 终审三校


class Verdict(StrEnum):
    approve = "approve"  # 通过
    send_back = "send_back"  # 退回修改


class SignOff(Record):
    """审签: append-only, bound to the digest of the revision that was read."""

    release_id: str
    revision: str  # Revision id
    revision_sha256: str
    review_round: int
    stage: str  # id of a ReviewStage
    seat: int = 0  # which of the stage's signatures it is
    verdict: Verdict
    comment: str = ""
    actor: Actor
    at: datetime

    class Settings:
        name = "sign_offs"
        indexes = [
            IndexModel(
                [("release_id", ASCENDING), ("review_round", ASCENDING), ("stage", ASCENDING), ("seat", ASCENDING)],
                name="one_signature_per_seat",
                unique=True,
            ),
            IndexModel(
                [("release_id", ASCENDING), ("review_round", ASCENDING), ("actor.id", ASCENDING)],
                name="nobody_signs_two_stages",
                unique=True,
            ),
            IndexModel([("at", ASCENDING)], name="time"),
        ]

    @property
    def approves(self) -> bool:
        return self.verdict is Verdict.approve
