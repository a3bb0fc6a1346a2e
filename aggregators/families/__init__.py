"""One adapter a publishing system; a new site needs a source record and no code."""

from aggregators.errors import FamilyNotPolled
from aggregators.families.contract import Family
from aggregators.families.feed import Feed
from aggregators.families.hanweb_jpage import HanwebJPage
from aggregators.families.trs_static import TrsStatic
from content_models.sources.documents import SourceFamily

_FAMILIES: dict[SourceFamily, Family] = {
    SourceFamily.feed: Feed(),
    SourceFamily.hanweb_jpage: HanwebJPage(),
    SourceFamily.trs_static: TrsStatic(),
}


def family_of(family: SourceFamily) -> Family:
    """Raises FamilyNotPolled for sources that send their items themselves."""
    try:
        return _FAMILIES[family]
    except KeyError as error:
        raise FamilyNotPolled(family=family) from error
