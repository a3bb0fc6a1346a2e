"""Completing values: null or not, lists, objects of one type or of several, and pieces that are shared."""

from collections.abc import Callable, Hashable
from typing import Any

from mobile_api.compiled.run import Irregular, Run

Complete = Callable[[Any, Run], Any]
Identity = Callable[[Any], str]


def nullable(complete: Complete) -> Complete:
    def complete_or_null(value: Any, run: Run) -> Any:
        return None if value is None else complete(value, run)

    return complete_or_null


def list_of(complete: Complete) -> Complete:
    def complete_list(value: Any, run: Run) -> Any:
        if value.__class__ is not list and value.__class__ is not tuple:
            raise Irregular
        return [complete(item, run) for item in value]

    return complete_list


class Kinds(dict[type, Complete]):
    """What completes an object, by its Python class; compiled when the first of the class is met."""

    def __init__(self, makers: dict[type, Callable[[], Complete]]) -> None:
        self._makers = makers

    def __missing__(self, kind: type) -> Complete:
        if kind not in self._makers:
            raise Irregular
        made = self[kind] = self._makers[kind]()
        return made


class OneOf:
    """Completes an object of one of the kinds. Where it can, compiled text looks into `kinds` itself."""

    __slots__ = ("kinds",)

    def __init__(self, kinds: Kinds) -> None:
        self.kinds = kinds

    def __call__(self, value: Any, run: Run) -> Any:
        return self.kinds[value.__class__](value, run)


def objects_of(kinds: Kinds) -> Complete:
    """`list_of(OneOf(kinds))` with a call less for each."""

    def complete_list(value: Any, run: Run) -> Any:
        if value.__class__ is not list and value.__class__ is not tuple:
            raise Irregular
        return [kinds[item.__class__](item, run) for item in value]

    return complete_list


def shared(complete: Complete, selection: object, identity: Identity) -> Complete:
    """A piece that is the same on every page: found written out, or noted to be written out after this page."""

    def complete_shared(value: Any, run: Run) -> Any:
        if run.cards is None or value is None:
            return complete(value, run)
        bearer = value.remembered
        key: Hashable = (selection, identity(value)) if bearer is None else selection
        found = run.cards.get(key) if bearer is None else bearer.get(key)
        if found is not None:
            return found
        piece = complete(value, run)
        run.fresh.append((key, piece, bearer))
        return piece

    return complete_shared
