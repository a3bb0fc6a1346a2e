"""The table of rights: complete, with separated powers, and bound to organs."""

import pytest

from content_models.kit.actors import SYSTEM, Actor, ActorKind
from content_models.kit.errors import NotAllowed, NotFound
from content_models.staff.documents import Role
from content_models.staff.rights import RIGHTS, Right, holds, require, require_sight, scope_of, sees


def person(*roles: Role, organs: tuple[str, ...] = ()) -> Actor:
    return Actor(kind=ActorKind.staff, id="p", name="某", roles=frozenset(roles), organ_ids=frozenset(organs))


def test_every_right_has_holders_and_every_role_a_right() -> None:
    assert RIGHTS.keys() == set(Right)
    assert all(RIGHTS.values())
    assert frozenset().union(*RIGHTS.values()) == frozenset(Role)


def test_three_signatures_belong_to_three_roles() -> None:
    stages = [RIGHTS[right] for right in (Right.sign_first, Right.sign_second, Right.sign_final)]
    assert sum(map(len, stages)) == len(frozenset().union(*stages)) == 3


@pytest.mark.parametrize("right", [Right.write, Right.publish, Right.sign_final, Right.approve_campaigns])
def test_an_administrator_keeps_accounts_and_decides_nothing_about_content(right: Right) -> None:
    assert holds(person(Role.administrator), Right.manage_staff)
    assert not holds(person(Role.administrator), right)


def test_an_auditor_reads_the_log_and_changes_nothing() -> None:
    assert {right for right in Right if holds(person(Role.auditor), right)} == {Right.see_audit, Right.see_campaigns}


def test_the_system_never_stands_in_for_a_signature() -> None:
    assert holds(SYSTEM, Right.publish)
    assert not holds(SYSTEM, Right.sign_final)


def test_refusal_names_what_was_missing() -> None:
    with pytest.raises(NotAllowed) as refused:
        require(person(Role.contributor), Right.publish)
    assert refused.value.details["allowed"] == sorted(RIGHTS[Right.publish])


@pytest.mark.parametrize(
    ("actor", "scope"),
    [
        (person(Role.editor), None),
        (person(Role.contributor), frozenset()),
        (person(Role.contributor, organs=("a",)), frozenset({"a"})),
        (person(Role.editor, organs=("a", "b")), frozenset({"a", "b"})),
        (SYSTEM, None),
    ],
)
def test_scope(actor: Actor, scope: frozenset[str] | None) -> None:
    assert scope_of(actor) == scope
    assert sees(actor, "a") is (scope is None or "a" in scope)


def test_what_is_out_of_sight_does_not_exist() -> None:
    with pytest.raises(NotFound):
        require_sight(person(Role.contributor, organs=("a",)), "b")
