"""Staff (编审人员), their log-in sessions (登录会话) and the counters that slow guessing down (登录尝试)."""

from datetime import datetime
from enum import StrEnum

from pymongo import IndexModel

from content_models.kit.actors import Actor, ActorKind
from content_models.kit.records import Record


class Role(StrEnum):
    """角色: what a person is at the desk. What a role may do stands in `staff.rights`."""

    contributor = "contributor"  # 部门供稿
    editor = "editor"  # 编辑 (初审)
    section_head = "section_head"  # 科室负责人 (复审)
    leader = "leader"  # 分管领导 (终审)
    push_approver = "push_approver"  # 推送批准人
    auditor = "auditor"  # 监督
    administrator = "administrator"  # 管理员


class Staff(Record):
    """编审人员. The password is stored as an argon2 hash only, the TOTP secret sealed, recovery codes as SHA-256.

    `organ_ids`: the organs this person acts for; empty is every organ, except for contributors, who then see nothing.
    """

    username: str
    display_name: str
    roles: list[Role]
    organ_ids: list[str] = []
    password_hash: str
    must_change_password: bool = False
    totp_sealed: bytes | None = None
    totp_last_step: int = 0  # the newest 30-second step used: a code that was seen is worth nothing (RFC 6238 §5.2)
    recovery_hashes: list[str] = []
    disabled: bool = False
    created_at: datetime
    version: int = 1

    class Settings:
        name = "staff"
        indexes = [IndexModel("username", name="username", unique=True)]

    def as_actor(self) -> Actor:
        return Actor(
            kind=ActorKind.staff,
            id=self.id,
            name=self.display_name,
            roles=frozenset(self.roles),
            organ_ids=frozenset(self.organ_ids),
        )


class SessionStage(StrEnum):
    """登录进度: what a session still has to show before it opens anything."""

    wants_code = "wants_code"  # 待验证动态码
    wants_enrolment = "wants_enrolment"  # 待绑定动态码
    wants_password = "wants_password"  # noqa: S105 - 待修改密码; the name of a stage
    open = "open"  # 已登录


class StaffSession(Record):
    """登录会话. `_id` is SHA-256 of the cookie's token: a stolen database opens no session."""

    staff_id: str
    stage: SessionStage = SessionStage.open
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    address: str = ""
    enrolling_sealed: bytes | None = None  # the TOTP secret that is being set up, until a code proves it

    class Settings:
        name = "staff_sessions"
        indexes = [
            IndexModel("expires_at", name="expiry", expireAfterSeconds=0),
            IndexModel("staff_id", name="staff"),
        ]


class LogInTries(Record):
    """登录尝试: how often a name was tried in vain, from one address or from all. `_id` is a digest of both."""

    tries: int
    expires_at: datetime

    class Settings:
        name = "log_in_tries"
        indexes = [IndexModel("expires_at", name="expiry", expireAfterSeconds=0)]
