"""The table of rights (权限表): who may do what. Menus, handlers and verbs ask here and compare no role themselves."""

from collections.abc import Mapping
from enum import StrEnum

from content_models.kit.actors import Actor, ActorKind
from content_models.kit.errors import NotAllowed, NotFound
from content_models.staff.documents import Role


class Right(StrEnum):
    triage = "triage"  # 分拣
    write = "write"  # 采用、起草、修改、送审
    sign_first = "sign_first"  # 初审一校
    sign_second = "sign_second"  # 复审二校
    sign_final = "sign_final"  # 终审三校
    publish = "publish"  # 发布
    schedule = "schedule"  # 定时发布
    correct = "correct"  # 更正
    correct_silently = "correct_silently"  # 静默更正
    withdraw = "withdraw"  # 撤回
    record_validity = "record_validity"  # 登记效力
    merge = "merge"  # 合并
    remove = "remove"  # 删除误发
    keep_word_lists = "keep_word_lists"  # 管理词表
    upload = "upload"  # 上传来稿
    keep_sources = "keep_sources"  # 管理来源
    open_network = "open_network"  # 放开内网
    keep_keys = "keep_keys"  # 报送密钥
    see_campaigns = "see_campaigns"  # 查看推送
    keep_campaigns = "keep_campaigns"  # 定时、暂停、取消推送
    approve_campaigns = "approve_campaigns"  # 批准、收回推送
    keep_reference = "keep_reference"  # 管理基础数据
    manage_staff = "manage_staff"  # 管理人员
    see_audit = "see_audit"  # 查看审计记录


_CONTRIBUTOR, _EDITOR, _HEAD, _LEADER = Role.contributor, Role.editor, Role.section_head, Role.leader
_EDITORIAL = frozenset({_EDITOR, _HEAD, _LEADER})

RIGHTS: Mapping[Right, frozenset[Role]] = {
    Right.triage: _EDITORIAL,
    Right.write: frozenset({_CONTRIBUTOR, _EDITOR, _HEAD}),
    Right.sign_first: frozenset({_EDITOR}),
    Right.sign_second: frozenset({_HEAD}),
    Right.sign_final: frozenset({_LEADER}),
    Right.publish: _EDITORIAL,
    Right.schedule: _EDITORIAL,
    Right.correct: _EDITORIAL,
    Right.correct_silently: frozenset({_LEADER}),
    Right.withdraw: frozenset({_HEAD, _LEADER}),
    Right.record_validity: frozenset({_HEAD, _LEADER}),
    Right.merge: frozenset({_HEAD, _LEADER}),
    Right.remove: frozenset({_LEADER}),
    Right.keep_word_lists: frozenset({Role.administrator}),
    Right.upload: _EDITORIAL | {_CONTRIBUTOR, Role.administrator},
    Right.keep_sources: _EDITORIAL | {Role.administrator},
    Right.open_network: frozenset({_LEADER, Role.administrator}),
    Right.keep_keys: frozenset({Role.administrator}),
    Right.see_campaigns: _EDITORIAL | {Role.push_approver, Role.auditor, Role.administrator},
    Right.keep_campaigns: _EDITORIAL,
    Right.approve_campaigns: frozenset({_HEAD, _LEADER, Role.push_approver}),
    Right.keep_reference: frozenset({Role.administrator}),
    Right.manage_staff: frozenset({Role.administrator}),
    Right.see_audit: frozenset({Role.auditor, Role.administrator}),
}

_OF_A_PERSON = frozenset({Right.sign_first, Right.sign_second, Right.sign_final, Right.approve_campaigns})


def holds(actor: Actor, right: Right) -> bool:
    """The system itself may do what needs no person's word."""
    if actor.kind is ActorKind.system:
        return right not in _OF_A_PERSON
    return bool(actor.roles & RIGHTS[right])


def require(actor: Actor, right: Right, message: str | None = None) -> None:
    """Raises NotAllowed, with `message` where there is something better to say than the usual."""
    if not holds(actor, right):
        raise NotAllowed(message, roles=sorted(actor.roles), allowed=sorted(RIGHTS[right]))


def scope_of(actor: Actor) -> frozenset[str] | None:
    """The organs whose matters this actor sees; None: all of them.

    A contributor without an organ sees nothing: a forgotten field must not open every department's drafts.
    """
    if actor.organ_ids:
        return actor.organ_ids
    only_contributes = actor.kind is not ActorKind.system and actor.roles <= {Role.contributor}
    return frozenset() if only_contributes and actor.roles else None


def sees(actor: Actor, organ_id: str) -> bool:
    scope = scope_of(actor)
    return scope is None or organ_id in scope


def require_sight(actor: Actor, organ_id: str) -> None:
    """Raises NotFound, as for what does not exist: whoever guesses ids learns nothing from the answer."""
    if not sees(actor, organ_id):
        raise NotFound
