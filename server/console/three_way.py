"""三方合并: the form somebody sent too late, against what they started from and what was saved meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from server.console.release_form import ReleaseForm

_OWN = frozenset({"note", "version"})  # say something about this saving, not about the text
_SETS = frozenset({"topics", "policies"})  # whose order the page chooses


@dataclass(frozen=True, slots=True)
class Merged:
    """`form`: what was sent, with theirs wherever the sender changed nothing. `taken`: fields in which that replaced
    something; `clashing`: fields that both changed, each to something else. The form keeps the sender's words there.
    """

    form: ReleaseForm
    taken: frozenset[str]
    clashing: frozenset[str]


def merged(base: ReleaseForm | None, theirs: ReleaseForm, mine: ReleaseForm) -> Merged:
    """`base` None: nobody knows what the sender started from, so everything counts as written by them."""
    if base is None:
        return Merged(mine, frozenset(), frozenset())
    changes: dict[str, Any] = {}
    taken, clashing = set(), set()
    for name in sorted(set(ReleaseForm.__slots__) - _OWN - {"facts"}):
        began, saved, sent = (_comparable(name, getattr(form, name)) for form in (base, theirs, mine))
        if sent == began != saved:
            changes[name] = getattr(theirs, name)
            taken.add(name)
        elif began not in (sent, saved) and sent != saved:
            clashing.add(name)
    facts = _merged_facts(base.facts, theirs.facts, mine.facts, taken, clashing)
    return Merged(replace(mine, **changes, facts=facts), frozenset(taken), frozenset(clashing))


def _comparable(name: str, value: Any) -> Any:
    """The body as it is marked up: bold letters are a change too."""
    if name in _SETS:
        return sorted(set(value))
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else list(value)


def _merged_facts(
    base: Mapping[str, str], theirs: Mapping[str, str], mine: Mapping[str, str], taken: set[str], clashing: set[str]
) -> dict[str, str]:
    """Fact by fact; the rows of a list (`materials.0.name`) go together, as one side may have moved them."""
    facts: dict[str, str] = {}
    for group in sorted({_group(name) for name in (*base, *theirs, *mine)}):
        began, saved, sent = (_of_group(one, group) for one in (base, theirs, mine))
        facts |= saved if sent == began else sent
        if sent == began != saved:
            taken.add("facts")
        elif began not in (sent, saved) and sent != saved:
            clashing.add("facts")
    return facts


def _group(name: str) -> str:
    return name.partition(".")[0]


def _of_group(facts: Mapping[str, str], group: str) -> dict[str, str]:
    return {
        name: value.replace("\r\n", "\n").strip()
        for name, value in facts.items()
        if _group(name) == group and value.strip()
    }
