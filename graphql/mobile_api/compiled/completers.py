"""Completing values: null or not, lists, objects of one type or of several, and pieces that are shared."""

from collections.abc import Callable
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


def object_of(kinds: dict[type, Callable[[], Complete]]) -> Complete:
    """By the Python class of the value. What each class needs is compiled when the first of them is met."""
    ready: dict[type, Complete] = {}

    def complete_object(value: Any, run: Run) -> Any:
        complete = ready.get(value.__class__)
        if complete is None:
            if value.__class__ not in kinds:
                raise Irregular
            complete = ready[value.__class__] = kinds[value.__class__]()
        return complete(value, run)

    return complete_object


def shared(complete: Complete, selection: object, identity: Identity) -> Complete:
    """A piece that is the same on every page: found written out, or noted to be written out after this page."""

    def complete_shared(value: Any, run: Run) -> Any:
        if run.cards is None or value is None:
            return complete(value, run)
        key = (selection, identity(value))
        found = run.cards.get(key)
        if found is not None:
            return found
        piece = complete(value, run)
        run.fresh.append((key, piece))
        return piece

    return complete_shared
