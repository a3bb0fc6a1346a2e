"""How far a long act has come, told to whoever watches."""

from collections.abc import Callable

Progress = Callable[[int, int], None]  # how many are done, of how many


def nobody_watches(done: int, total: int) -> None:
    """The default: told to nobody."""
