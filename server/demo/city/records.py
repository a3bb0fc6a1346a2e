"""What the city publishes, as its content files say it."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from content_models.organs.documents import OrganLevel


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Correction(_Entry):
    """What the department says instead, once it has noticed its mistake."""

    title: str
    body: str
    corrected_at: datetime


class Text(_Entry):
    """One document. `body` is written a paragraph a line; lines that begin with 一、 or （一） are its headings."""

    id: str
    title: str
    body: str
    doc_no: str | None = None
    issuer: str | None = None
    signed: date | None = None
    effective: date | None = None
    interprets: str | None = None  # id of the policy it explains
    correction: Correction | None = None
    corrected_at: datetime | None = None

    @property
    def paragraphs(self) -> list[str]:
        return [line.strip() for line in self.body.splitlines() if line.strip()]

    @property
    def lead(self) -> str:
        return self.paragraphs[0]

    def corrected(self) -> "Text":
        return self.model_copy(update=self.correction.model_dump()) if self.correction else self


class Wire(StrEnum):
    """How a site can be read by machines."""

    rss2 = "rss2"
    rss091 = "rss091"
    rss10 = "rss10"
    atom = "atom"
    json_feed = "json_feed"
    jpage = "jpage"
    xxgk = "xxgk"
    jpaas = "jpaas"
    truecms = "truecms"
    epoint = "epoint"
    trs = "trs"
    trs_was5 = "trs_was5"
    gov_library = "gov_library"
    html_list = "html_list"
    json_api = "json_api"
    sitemap = "sitemap"
    push_in = "push_in"  # not at all: the department sends its items itself
    broken = "broken"


class Happening(StrEnum):
    """What befalls the city while the demo runs; `POST /_demo/{happening}` makes it so, for ever."""

    correct = "correct"  # a department puts the right text in place of a wrong one
    redesign = "redesign"  # a site gets new markup, and nobody tells its readers
    move = "move"  # a site gets a new address, and the old one leads there


Happened = frozenset[Happening]


class Validator(StrEnum):
    """What lets a reader ask "has it changed?" (RFC 9110 §8.8)."""

    etag = "etag"
    last_modified = "last_modified"


class Posting(_Entry):
    """One text on one site: re-posted texts have several."""

    text: str
    number: int
    at: datetime  # without a zone, in Shanghai time, as the sites print it
    source: str | None = None  # 信息来源; the site itself when absent


class Site(_Entry):
    id: str
    organ: str
    name: str
    column: str
    wire: Wire
    charset: str = "utf-8"
    declared: str | None = None  # the label it carries, where that is not the charset it uses
    validators: frozenset[Validator] = frozenset(Validator)
    topics: list[str] = []
    column_no: int = 1
    entity_escaped: bool = False  # the first group stands in the page as text, as some Hanweb versions write it
    per_page: int = 6
    duty_days: int = 3650  # must have news so often; the city's calendar stands still while the real one goes on
    seconds: float = 0  # that its list takes to be answered
    moves_from: str | None = None  # path of the list until Happening.move
    redesigned: bool = False  # whether Happening.redesign befalls it
    postings: list[Posting] = []

    @property
    def label(self) -> str:
        return self.declared or self.charset


class OrganEntry(_Entry):
    id: str
    full_name: str
    short_name: str
    level: OrganLevel
    region: str
    aliases: list[str] = []
    codes: list[str] = []


class RegionEntry(_Entry):
    code: str
    name: str
    level: OrganLevel
    parent: str | None = None


class Directory(_Entry):
    """Who is who in the city."""

    regions: list[RegionEntry]
    organs: list[OrganEntry]
