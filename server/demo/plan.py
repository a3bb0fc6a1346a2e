"""What the scripted editors take up, how far they bring it, and what they leave for you."""

from dataclasses import dataclass
from enum import IntEnum

from content_models.bundles.documents import ReadingForm
from content_models.releases.documents import ReleaseKind


class Reach(IntEnum):
    """How far a story is brought; each includes the ones before."""

    drafted = 1
    submitted = 2
    first_signed = 3
    approved = 4
    published = 5
    withdrawn = 6


@dataclass(frozen=True)
class Story:
    """`text` and `site` name a posting of the city. `reading` is the text that explains it and goes out with it;
    `planned` are the forms of interpretation that it is still to get."""

    text: str
    site: str
    kind: ReleaseKind
    reach: Reach = Reach.published
    reading: str | None = None
    planned: tuple[ReadingForm, ...] = ()


WATER_CUT = Story("water-cut-north", "water", ReleaseKind.service_alert)
CORRECTED = Story("fever-clinic", "health", ReleaseKind.notice)
WITHDRAWN = Story("power-cut", "power", ReleaseKind.service_alert, Reach.withdrawn)
REPOSTED = Story("P021", "state-council", ReleaseKind.policy)
SENT_IN = Story("fire-check", "fire", ReleaseKind.notice)
UNREAD = Story("P113", "jiangsu-office", ReleaseKind.policy, planned=(ReadingForm.text, ReadingForm.picture))
UNSIGNED = Story("job-fair", "hrss", ReleaseKind.notice, Reach.drafted)

# First in the feed's history, so last on the page. Nothing here is filed under the lead's topic.
STORIES = (
    UNREAD,
    Story("P019", "state-council", ReleaseKind.policy, reading="I023"),
    REPOSTED,
    Story("P110", "jiangsu-office", ReleaseKind.policy),
    Story("P025", "environment", ReleaseKind.policy, reading="I003"),
    Story("road-open", "transport", ReleaseKind.news),
    SENT_IN,
    Story("enrol", "education", ReleaseKind.notice),
    Story("cold-wave", "weather", ReleaseKind.service_alert),
    Story("metro-night", "metro", ReleaseKind.service_alert),
    WITHDRAWN,
    CORRECTED,
    WATER_CUT,
    UNSIGNED,
    Story("renovation", "housing", ReleaseKind.notice, Reach.submitted),
    Story("bus-detour", "bus", ReleaseKind.service_alert, Reach.first_signed),
)

# The policy that goes out together with its interpretation and is pushed.
LEAD = Story("P015", "development", ReleaseKind.policy, reading="I021")
LEAD_TOPIC = "economy"

# Pushed afterwards: by then the phone that is gone has been taken off the list.
SECOND = Story("P309", "development", ReleaseKind.policy, reading="I009")

WITHDRAWAL_REASON = "停电计划已取消，请以供电公司最新通知为准。"
