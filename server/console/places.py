"""Where the next page of a list begins, as it stands in an address: the moment and the id of the last row shown."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def place_of(moment: datetime, row_id: str) -> str:
    return f"{(moment - EPOCH) // timedelta(milliseconds=1)}.{row_id}"


def place_from(text: str) -> tuple[datetime, str] | None:
    """None for whatever is no place: the first page."""
    moment, _, row_id = text[:80].partition(".")
    if not (row_id and moment.isascii() and moment.isdigit() and len(moment) < 15):
        return None
    return EPOCH + timedelta(milliseconds=int(moment)), row_id
