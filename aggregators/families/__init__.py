"""One adapter a publishing system; a new site needs a source record and no code."""

from aggregators.errors import FamilyNotPolled
from aggregators.families.contract import Family
from aggregators.families.epoint_ewb import EpointEwb
from aggregators.families.feed import Feed
from aggregators.families.gov_cn_library import GovCnLibrary
from aggregators.families.hanweb_jpage import HanwebJPage
from aggregators.families.hanweb_xxgk import HanwebXxgk
from aggregators.families.html_list import HtmlList
from aggregators.families.jpaas import JPaaS
from aggregators.families.json_api import JsonApi
from aggregators.families.sitemap import Sitemap
from aggregators.families.trs_static import TrsStatic
from aggregators.families.trs_was5 import TrsWas5
from aggregators.families.truecms import TrueCms
from content_models.sources.documents import SourceFamily

# From the surest to the widest: a sniffer takes the first that recognises a column.
FAMILIES: dict[SourceFamily, Family] = {
    SourceFamily.feed: Feed(),
    SourceFamily.sitemap: Sitemap(),
    SourceFamily.gov_cn_library: GovCnLibrary(),
    SourceFamily.hanweb_jpage: HanwebJPage(),
    SourceFamily.hanweb_xxgk: HanwebXxgk(),
    SourceFamily.jpaas: JPaaS(),
    SourceFamily.truecms: TrueCms(),
    SourceFamily.trs_was5: TrsWas5(),
    SourceFamily.json_api: JsonApi(),
    SourceFamily.epoint_ewb: EpointEwb(),
    SourceFamily.trs_static: TrsStatic(),
    SourceFamily.html_list: HtmlList(),
}


def family_of(family: SourceFamily) -> Family:
    """Raises FamilyNotPolled for sources that send their items themselves."""
    try:
        return FAMILIES[family]
    except KeyError as error:
        raise FamilyNotPolled(family=family) from error
