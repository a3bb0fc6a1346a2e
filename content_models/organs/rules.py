"""Pure rules of organs."""

from datetime import date

from content_models.organs.documents import Organ


def existed(organ: Organ, on: date) -> bool:
    """Whether the organ bore this record's name on that day; both ends of its validity are included."""
    begun = organ.valid_from is None or organ.valid_from <= on
    return begun and (organ.valid_to is None or on <= organ.valid_to)


def names_of(organ: Organ) -> set[str]:
    """All it is found by."""
    return {organ.full_name, organ.short_name, *organ.aliases}
