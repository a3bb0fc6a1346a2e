"""What an operator sets about pushing; the defaults are those of a small city and of every test."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

GOOD_FOR = timedelta(days=2)  # a notice that could not be sent for so long is no news any more
KEPT_IN_INBOX = timedelta(days=365)
IDLE_AFTER = timedelta(days=180)  # a device whose app was not opened for so long is laid off
CONFIRMED_WITHIN = timedelta(minutes=5)  # from the campaign's making to the first hand-over, or somebody is called


class PushLimits(BaseModel):
    """`only_to`: outside production, the device tokens that may be sent to; empty means everybody."""

    model_config = ConfigDict(frozen=True)

    approval_above: int = Field(10_000, ge=0)  # devices
    daily_cap: int = Field(5, ge=1)  # notices of one class to one resident in one day; emergencies do not count
    only_to: frozenset[str] = frozenset()


DEFAULT_LIMITS = PushLimits()
