"""DayFigures (每日数据): what one day's events came to, for the whole desk and for each organ."""

from datetime import datetime

from pydantic import BaseModel

from content_models.kit.records import Record

MOST_KEPT = 2000  # single times of one day; a city publishes a few hundred


class Figures(BaseModel):
    """数据: what was published and how long it took. Times are minutes."""

    published: int = 0  # first publications
    corrected: int = 0
    withdrawn: int = 0
    to_publication: list[int] = []  # from the first source's arrival to the first publication, in order of size
    reviews: dict[str, list[int]] = {}  # by stage, of texts published that day: from the step before to the signature
    overdue: int = 0  # interpretations that were overdue when the day was last tallied
    overdue_opened: int = 0  # alarms of overdue interpretations that opened that day


class OrganFigures(Figures):
    """机构数据: those of one publishing organ, for whoever is bound to it."""

    organ_id: str


class DayFigures(Record, Figures):
    """每日数据 of one day in Asia/Shanghai. `_id` = the day, 「2026-11-25」.

    A read model: derived from events and polls, it can be dropped and tallied again.
    """

    intake: dict[str, int] = {}  # new items, by source id
    organs: list[OrganFigures] = []
    tallied_at: datetime

    class Settings:
        name = "day_figures"
