"""The Python text of a compiled selection: a function that makes the dict of one object, field by field."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from mobile_api.compiled.getters import Timing
from mobile_api.compiled.recalling import Recalled, value
from mobile_api.compiled.remembering import keeping
from mobile_api.compiled.waiting import Hole, Started, start


class Piece(NamedTuple):
    """One key of the answer. `value`, `complete` and `kinds` (what completes an object, by its class) are texts;
    `recalled` says how an object that remembers has the value, `leaf` whether as written. A key with `constant` has
    nothing else."""

    key: str
    constant: str | None = None
    value: str = ""
    timing: Timing = Timing.now
    complete: str = ""
    kinds: str | None = None
    plain: str | None = None
    leaf: bool = False
    recalled: Recalled | None = None


def function(pieces: Sequence[Piece], *, remembers: bool) -> tuple[str, dict[str, Any]]:
    """Text that defines `complete(s, run)`, and what it needs besides getters and completers."""
    names: dict[str, Any] = {"Hole": Hole, "Started": Started, "start": start, "keeping": keeping}
    asked = [line for one in pieces for line in _asked(one)]
    if not remembers or not any(one.recalled for one in pieces):
        return _defined("complete(s, run)", ["d = {}", *asked, "return d"]), names
    filled = [line for one in pieces for line in (_filled(one, one.recalled.name) if one.recalled else _asked(one))]
    parts = [
        _defined("asked(s, run)", ["d = {}", *asked, "return d"]),
        _defined("filled(s, run, m)", ["d = {}", *filled, "return d"]),
        _defined("complete(s, run)", _recalled(pieces)),
    ]
    return "\n".join(parts), names


def _defined(head: str, body: Sequence[str]) -> str:
    return "\n".join([f"def {head}:", *(f"    {line}" for line in body)])


def _recalled(pieces: Sequence[Piece]) -> list[str]:
    """What is remembered is looked up first: whatever is called afterwards may leave holes, and is called once."""
    found = [(number, one) for number, one in enumerate(pieces) if one.recalled is not None]
    lookups = [f"    y{number} = {value(one.recalled, 'm')}" for number, one in found if one.recalled]
    body = [
        "m = s.remembered",
        "if m is None: return asked(s, run)",
        "try:",
        *lookups,
        "except (KeyError, TypeError): return filled(s, run, m)",
    ]
    told = [_told(one, f"y{number}") for number, one in enumerate(pieces)]
    if all(told):
        return [
            *body,
            f"return {{{', '.join(f'{one.key!r}: {text}' for one, text in zip(pieces, told, strict=True))}}}",
        ]
    lines = [
        line
        for one, text in zip(pieces, told, strict=True)
        for line in ([f"d[{one.key!r}] = {text}"] if text else _asked(one))
    ]
    return [*body, "d = {}", *lines, "return d"]


def _told(piece: Piece, place: str) -> str | None:
    if piece.constant is not None:
        return repr(piece.constant)
    if piece.recalled is None:
        return None
    if piece.leaf or piece.recalled.is_written_out:
        return place
    complete = f"{piece.kinds}[{place}.__class__]" if piece.kinds else piece.complete
    return f"{complete}({place}, run)"


def _asked(piece: Piece) -> list[str]:
    """What is awaited leaves a hole, so that keys keep their order."""
    if piece.constant is not None:
        return [f"d[{piece.key!r}] = {piece.constant!r}"]
    target, there = f"d[{piece.key!r}]", f"d[{piece.key!r}] = {piece.complete}(v, run)"
    match piece.timing:
        case Timing.now if piece.plain:
            return [f"v = {piece.value}", f"{target} = v if v.__class__ is {piece.plain} else {piece.complete}(v, run)"]
        case Timing.now:
            return [f"{target} = {piece.complete}({piece.value}, run)"]
        case Timing.later:
            return [_hole(piece, piece.value)]
        case Timing.batched:
            waiting = _hole(piece, "v.finish()")
            return [f"v = start({piece.value})", f"if v.__class__ is Started: {waiting}", f"else: {there}"]
        case Timing.unknown:
            return [f"v = {piece.value}", f"if hasattr(v, '__await__'): {_hole(piece, 'v')}", f"else: {there}"]


def _filled(piece: Piece, name: str) -> list[str]:
    """The same, remembering what was not yet. Only what can be completed is remembered."""
    target = f"d[{piece.key!r}]"
    if piece.leaf:
        return [
            f"if {name!r} not in m: m[{name!r}] = {piece.complete}({piece.value}, run)",
            f"{target} = m[{name!r}]",
        ]
    began = f"v = start({piece.value})" if piece.timing is Timing.batched else f"v = {piece.value}"
    waiting = _hole(piece._replace(complete=f"keeping({piece.complete}, m, {name!r})"), "v.finish()")
    return [
        f"if {name!r} in m: {target} = {piece.complete}(m[{name!r}], run)",
        "else:",
        f"    {began}",
        f"    if v.__class__ is Started: {waiting}",
        f"    else: {target} = keeping({piece.complete}, m, {name!r})(v, run)",
    ]


def _hole(piece: Piece, coming: str) -> str:
    return f"d[{piece.key!r}] = run.holes.append(Hole({coming}, d, {piece.key!r}, {piece.complete}))"
