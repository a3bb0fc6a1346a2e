"""Staff (编审人员), StaffSession (登录会话) and SignOff (审签)."""

from datetime import datetime
from enum import StrEnum

from pymongo import ASCENDING, IndexModel

from content_models.kit.actors import Actor, ActorKind
from content_models.kit.records import Record


class Role(StrEnum):
    contributor = "contributor"  # 部门供稿
    editor = "editor"  # 编辑 (初审)
    section_head = "section_head"  # 科室负责人 (复审)
    leader = "leader"  # 分管领导 (终审)
    auditor = "auditor"  # 监督
    administrator = "administrator"  # 管理员


class Staff(Record):
    """编审人员. The password is stored as an argon2 hash only."""

    username: str
    display_name: str
    roles: list[Role]
    password_hash: str
    disabled: bool = False
    created_at: datetime

    class Settings:
        name = "staff"
        indexes = [IndexModel("username", name="username", unique=True)]

    def as_actor(self) -> Actor:
        return Actor(kind=ActorKind.staff, id=self.id, name=self.display_name, roles=frozenset(self.roles))


class StaffSession(Record):
    """登录会话. `_id` is SHA-256 of the cookie's token: a stolen database opens no session."""

    staff_id: str
    created_at: datetime
    expires_at: datetime

    class Settings:
        name = "staff_sessions"
        indexes = [IndexModel("expires_at", name="expiry", expireAfterSeconds=0)]


class Stage(StrEnum):
    """审级."""

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
    stage: Stage
    verdict: Verdict
    comment: str = ""
    actor: Actor
    at: datetime

    class Settings:
        name = "sign_offs"
        indexes = [
            IndexModel(
                [("release_id", ASCENDING), ("review_round", ASCENDING), ("stage", ASCENDING)],
                name="one_signature_per_stage",
                unique=True,
            ),
            IndexModel(
                [("release_id", ASCENDING), ("review_round", ASCENDING), ("actor.id", ASCENDING)],
                name="nobody_signs_two_stages",
                unique=True,
            ),
        ]

    @property
    def approves(self) -> bool:
        return self.verdict is Verdict.approve
