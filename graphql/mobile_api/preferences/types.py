"""偏好与同意 in the schema."""

from datetime import datetime

import strawberry

from content_models.residents import documents
from content_models.residents.documents import ConsentPurpose, NoticeFrequency
from mobile_api.enums import expose
from mobile_api.fields import IDEMPOTENCY_KEY, field
from mobile_api.problems import result

expose(
    NoticeFrequency,
    "通知频率 / How often to be notified",
    {
        NoticeFrequency.immediate: "随时 / At once",
        NoticeFrequency.daily: "每天汇总 / Once a day",
        NoticeFrequency.weekly: "每周汇总 / Once a week",
        NoticeFrequency.off: "不通知，只进消息列表 / Not at all, the inbox only",
    },
)
expose(
    ConsentPurpose,
    "征求同意的事项 / What residents are asked about",
    {
        ConsentPurpose.notifications: "发送通知 / Sending notifications",
        ConsentPurpose.personalisation: "按关注和所在地个性化 / Personalising by follows and district",
        ConsentPurpose.reading_history: "保留阅读记录 / Keeping what was read",
    },
)

VERSION = "依据的版本，来自 viewer.version / Version this is based on, from viewer.version"


@strawberry.type(description="免打扰时段，北京时间 / Quiet hours, China time")
class QuietHours:
    start: int = strawberry.field(description="开始，零点后的分钟数 / Start, minutes after midnight")
    end: int = strawberry.field(description="结束，零点后的分钟数；与开始相同为不设 / End; equal to start for none")


@strawberry.type(description="偏好 / Preferences")
class Preferences:
    preferences: strawberry.Private[documents.Preferences]

    @field("通知频率 / How often to be notified")
    def frequency(self) -> NoticeFrequency:
        return self.preferences.frequency

    @field("免打扰时段 / Quiet hours")
    def quiet_hours(self) -> QuietHours:
        return QuietHours(start=self.preferences.quiet_hours.start, end=self.preferences.quiet_hours.end)

    @field("长辈版 / Elder edition")
    def elder_mode(self) -> bool:
        return self.preferences.elder_mode

    @field("所在区县的区划代码 / Region code of the resident's district")
    def district_id(self) -> strawberry.ID | None:
        district_id = self.preferences.district_id
        return strawberry.ID(district_id) if district_id else None

    @field("信息流按我的关注 / Whether the feed is the resident's own")
    def personal_feed(self) -> bool:
        return self.preferences.personal_feed


@strawberry.type(description="一项同意 / One consent")
class Consent:
    purpose: ConsentPurpose = strawberry.field(description="事项 / Purpose")
    granted: bool | None = strawberry.field(description="是否同意，空为没有问过 / Yes or no; null when never asked")
    at: datetime | None = strawberry.field(description="何时决定 / When it was decided")
    text_version: str | None = strawberry.field(description="当时的说明文字版本 / Version of the wording shown")


@strawberry.input(description="免打扰时段，北京时间 / Quiet hours, China time")
class QuietHoursInput:
    start: int = strawberry.field(description="开始，零点后的分钟数，0 到 1439 / Minutes after midnight, 0 to 1439")
    end: int = strawberry.field(description="结束；与开始相同为不设 / End; equal to start for none")


@strawberry.input(description="全部偏好 / All preferences")
class PreferencesInput:
    frequency: NoticeFrequency = strawberry.field(description="通知频率 / How often to be notified")
    quiet_hours: QuietHoursInput = strawberry.field(description="免打扰时段 / Quiet hours")
    elder_mode: bool = strawberry.field(description="长辈版 / Elder edition")
    district_id: strawberry.ID | None = strawberry.field(
        default=None, description="所在区县的区划代码 / Region code of the district"
    )
    personal_feed: bool = strawberry.field(description="信息流按我的关注 / Whether the feed is the resident's own")
    expected_version: int = strawberry.field(description=VERSION)
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)


@strawberry.input(description="同意或撤回 / A consent, or its withdrawal")
class ConsentInput:
    purpose: ConsentPurpose = strawberry.field(description="事项 / Purpose")
    granted: bool = strawberry.field(description="是否同意 / Yes or no")
    text_version: str = strawberry.field(description="所见说明文字的版本 / Version of the wording shown")
    expected_version: int = strawberry.field(description=VERSION)
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)


@strawberry.type(description="偏好已保存 / Preferences saved")
class PreferencesSaved:
    version: int = strawberry.field(description="新版本 / The new version")
    preferences: Preferences = strawberry.field(description="现在的偏好 / Preferences as they are now")


@strawberry.type(description="同意已记录 / Consent recorded")
class ConsentSaved:
    version: int = strawberry.field(description="新版本 / The new version")
    consent: Consent = strawberry.field(description="现在的状态 / As it is now")


PREFERENCES_RESULT = result("PreferencesResult", PreferencesSaved, "偏好已保存，或原因 / Saved, or why not")
CONSENT_RESULT = result("ConsentResult", ConsentSaved, "同意已记录，或原因 / Recorded, or why not")
