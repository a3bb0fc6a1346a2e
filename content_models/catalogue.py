"""Every stored document in one list: what `Store.open` binds and what `zhengwu doctor` checks the indexes of."""

from content_models.announcements.documents import Campaign, CampaignEvent, Chunk
from content_models.announcements.drafts.documents import NoticeDraft
from content_models.announcements.vendors.documents import QuotaUse, SharedToken, VendorTicket
from content_models.audit.documents import AuditEntry, ChainHead, DailyRoot, PolicyReport
from content_models.bundles.documents import PlanEvent, ReadingAlarm, ReadingPlan
from content_models.calendar.documents import HolidayNotice
from content_models.checks.documents import DocNoHolder, Finding, LinkCheck, Rescan, WordList, WordListVersion
from content_models.deadlines.documents import DeadlineRule
from content_models.editorial.documents import SignOff
from content_models.editorial.schedules.documents import ReleaseSchedule
from content_models.editorial.writing.documents import Draft, Note, Presence
from content_models.intake.documents import Cluster, IntakeItem, KeptApart, RawItem, Suggestion, Ungrouped
from content_models.intake.triage_log.documents import TriageEvent
from content_models.keywords.documents import FollowedKeyword, KeywordHit
from content_models.kit.commands import PerformedCommand
from content_models.kit.outbox import OutboxRow
from content_models.kit.records import Record
from content_models.organs.documents import Organ, Region
from content_models.overview.documents import DayFigures
from content_models.releases.documents import Release, ReleaseEvent, Revision
from content_models.releases.files.documents import FilePart, StoredFile
from content_models.residents.changes.documents import EndedIdentity, ResidentsPart
from content_models.residents.documents import ConsentRecord, Device, Follow, InboxEntry, InboxMark, Resident
from content_models.residents.identities.documents import Identity, OneTimeCode
from content_models.residents.library.documents import Bookmark, ReadMark
from content_models.residents.roster.documents import RosterChange, RosterPage, RosterState
from content_models.residents.sessions.documents import ViewerSession
from content_models.search.documents import SearchChange, SearchEpoch
from content_models.sources.changes.documents import SourceChange
from content_models.sources.documents import FetchRecord, Source, SourceAlarm
from content_models.sources.keys.documents import SourceKey
from content_models.sources.uploads.documents import UploadRecord
from content_models.sources.websub.documents import Subscription
from content_models.staff.documents import LogInTries, Staff, StaffSession
from content_models.timeline.documents import TimelineEntry, TimelineEpoch
from content_models.topics.documents import Topic

DOCUMENTS: list[type[Record]] = [
    PerformedCommand,
    OutboxRow,
    Organ,
    Region,
    Topic,
    HolidayNotice,
    DeadlineRule,
    Source,
    FetchRecord,
    SourceAlarm,
    SourceChange,
    SourceKey,
    Subscription,
    UploadRecord,
    RawItem,
    IntakeItem,
    Ungrouped,
    Cluster,
    KeptApart,
    Suggestion,
    TriageEvent,
    Release,
    Revision,
    ReleaseEvent,
    StoredFile,
    FilePart,
    Staff,
    StaffSession,
    LogInTries,
    AuditEntry,
    ChainHead,
    DailyRoot,
    PolicyReport,
    SignOff,
    ReleaseSchedule,
    WordList,
    WordListVersion,
    DocNoHolder,
    LinkCheck,
    Rescan,
    Finding,
    Draft,
    Presence,
    Note,
    ReadingPlan,
    PlanEvent,
    ReadingAlarm,
    Resident,
    ConsentRecord,
    Device,
    Follow,
    InboxEntry,
    Identity,
    OneTimeCode,
    ViewerSession,
    Bookmark,
    ReadMark,
    InboxMark,
    ResidentsPart,
    EndedIdentity,
    RosterPage,
    RosterChange,
    RosterState,
    FollowedKeyword,
    KeywordHit,
    TimelineEntry,
    TimelineEpoch,
    SearchChange,
    SearchEpoch,
    Campaign,
    CampaignEvent,
    Chunk,
    NoticeDraft,
    DayFigures,
    QuotaUse,
    VendorTicket,
    SharedToken,
]
