"""What the three reviews refuse."""

from content_models.kit.errors import Conflict, InvalidInput, NotAllowed


class SignOffsMissing(Conflict):
    """`details.missing` names the stages that have not signed the present text."""

    code = "SIGN_OFFS_MISSING"
    default_message = "三审尚未完成，不能发布；请先完成缺少的审签。"


class AlreadySigned(NotAllowed):
    """Nobody signs two stages of one review."""

    code = "ALREADY_SIGNED"
    default_message = "您已签过其中一审，同一人不能签两审；请换一位审核人。"


class NotThisStage(Conflict):
    code = "NOT_THIS_STAGE"
    default_message = "还没轮到这一审，请按初审、复审、终审的顺序签署。"


class InterpretationUnlinked(Conflict):
    code = "INTERPRETATION_UNLINKED"
    default_message = "解读必须关联至少一份政策文件，请先选择所解读的政策。"


class ReasonTooShort(InvalidInput):
    """The urgent path leaves its reason to whoever reviews afterwards."""

    code = "URGENT_REASON_TOO_SHORT"
    default_message = "请写明为什么来不及三审（至少 5 个字），补审的人要看。"


class PolicyNotPublic(Conflict):
    """`details.policies` are those it reads; none of them is public or goes public with it."""

    code = "POLICY_NOT_PUBLIC"
    default_message = "所解读的政策还没有公开，解读不能先发；请打开那份政策，在那里一并发布，或让政策等待解读。"


class RelationRefused(InvalidInput):
    """`details.field` names what is wrong: type, target, effective_on or clauses."""

    code = "RELATION_REFUSED"
    default_message = "不能这样关联，请核对所选的文件、日期和条款。"


class MergeRefused(Conflict):
    code = "MERGE_REFUSED"
    default_message = "不能这样合并，请另选要保留的那一件。"


class ScheduleInPast(InvalidInput):
    """`details` carries `due_at` and `now`, both in UTC."""

    code = "SCHEDULE_IN_PAST"
    default_message = "定时发布的时间已经过去，请选择以后的时间，或直接发布。"


class ScheduleStale(Conflict):
    """The text or its state is not what it was when the hour was set."""

    code = "SCHEDULE_STALE"
    default_message = "定时以后内容又有变动，没有按时发布；请核对现在的文本，审签后重新定时或直接发布。"
