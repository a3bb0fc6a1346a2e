"""Pure rules of writing: how long a sign of life counts."""

from datetime import timedelta

PING = timedelta(seconds=10)  # how often a page says that it is open
LAPSES_AFTER = 3 * PING  # one lost ping makes nobody vanish
