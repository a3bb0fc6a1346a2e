"""Text that two versions share, as a comparison shows it: the ends that touch a change, the middle folded away."""

from markupsafe import Markup

SHOWN_AROUND = 80  # characters of unchanged text left standing at either side of a change


def unchanged(text: str, *, at_start: bool, at_end: bool) -> Markup:
    """`at_start`, `at_end`: no change is on that side, so that nothing need be shown there."""
    head, tail = (0 if at_start else SHOWN_AROUND), (0 if at_end else SHOWN_AROUND)
    hidden = text[head : len(text) - tail]
    if len(hidden) <= SHOWN_AROUND:
        return Markup("{}").format(text)
    folded = Markup("<details><summary>未变的 {} 字</summary>{}</details>").format(len(hidden), hidden)
    return Markup("{}{}{}").format(text[:head], folded, text[len(text) - tail :])
