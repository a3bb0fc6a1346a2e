"""The Chinese words that people see for the domain's enums. Identifiers stay in the code, words stay here."""

from content_models.editorial.documents import Verdict
from content_models.editorial.relations import RELATIONS
from content_models.intake.documents import TriageState
from content_models.organs.documents import OrganLevel
from content_models.releases.documents import EventKind, LinkType, ReleaseKind, ReleaseState
from content_models.releases.elements import ElementKind
from content_models.releases.facts import AlertLevel
from content_models.releases.rules import KIND_NAMES as KIND_NAMES
from content_models.sources.documents import DueBecause, FetchOutcome, SourceAuthority, SourceFamily, SourceState
from content_models.staff.documents import Role
from content_models.staff.rights import Right

SHORT_KIND_NAMES: dict[str, str] = {
    ReleaseKind.policy: "政策",
    ReleaseKind.interpretation: "解读",
    ReleaseKind.notice: "公告",
    ReleaseKind.news: "动态",
    ReleaseKind.service_alert: "便民",
    ReleaseKind.guide: "指南",
    ReleaseKind.emergency: "应急",
}

STATE_NAMES: dict[str, str] = {
    ReleaseState.draft: "起草",
    ReleaseState.in_review: "审核中",
    ReleaseState.approved: "待发布",
    ReleaseState.scheduled: "已定时",
    ReleaseState.failed_to_publish: "定时发布失败",
    ReleaseState.published: "已发布",
    ReleaseState.withdrawn: "已撤回",
    ReleaseState.merged: "已合并",
    ReleaseState.removed: "误发已删",
    ReleaseState.discarded: "已作废",
}

EVENT_NAMES: dict[str, str] = {
    EventKind.adopted: "采用来稿",
    EventKind.composed: "新建",
    EventKind.edited: "修改",
    EventKind.submitted: "送审",
    EventKind.signed_off: "签署",
    EventKind.returned: "退回修改",
    EventKind.scheduled: "定时发布",
    EventKind.unscheduled: "取消定时",
    EventKind.publish_failed: "定时发布失败",
    EventKind.published: "发布",
    EventKind.corrected: "更正",
    EventKind.corrected_silently: "静默更正",
    EventKind.withdrawn: "撤回",
    EventKind.merged: "合并",
    EventKind.removed: "删除误发",
    EventKind.discarded: "撤销采用",
    EventKind.validity_recorded: "登记效力",
    EventKind.validity_retracted: "撤销效力登记",
}

# How a relation reads from the other end.
BEARING_NAMES: dict[LinkType, str] = {type: f"被{words}" for type, words in RELATIONS.items()}

ELEMENT_NAMES: dict[str, str] = {
    ElementKind.background: "背景依据",
    ElementKind.goals: "目标任务",
    ElementKind.main_points: "主要内容",
    ElementKind.scope: "适用范围",
    ElementKind.standards: "执行标准",
    ElementKind.cautions: "注意事项",
    ElementKind.key_terms: "关键词诠释",
    ElementKind.benefits: "惠民利民举措",
    ElementKind.differences: "新旧政策差异",
}

ROLE_NAMES: dict[str, str] = {
    Role.contributor: "部门供稿",
    Role.editor: "编辑",
    Role.section_head: "科室负责人",
    Role.leader: "分管领导",
    Role.push_approver: "推送批准",
    Role.auditor: "监督",
    Role.administrator: "管理员",
}

RIGHT_NAMES: dict[str, str] = {
    Right.triage: "分拣来稿",
    Right.write: "起草、修改、送审",
    Right.sign_first: "签初审",
    Right.sign_second: "签复审",
    Right.sign_final: "签终审",
    Right.publish: "发布",
    Right.schedule: "定时发布",
    Right.correct: "更正",
    Right.correct_silently: "静默更正",
    Right.withdraw: "撤回",
    Right.record_validity: "登记效力",
    Right.merge: "合并稿件",
    Right.remove: "删除误发",
    Right.keep_word_lists: "管理词表",
    Right.upload: "上传来稿",
    Right.keep_sources: "管理来源",
    Right.open_network: "放开内网",
    Right.keep_keys: "报送密钥",
    Right.see_campaigns: "查看推送",
    Right.keep_campaigns: "定时、暂停、取消推送",
    Right.approve_campaigns: "批准、收回推送",
    Right.keep_reference: "管理基础数据",
    Right.manage_staff: "管理人员",
    Right.see_audit: "查看审计",
}

LEVEL_NAMES: dict[str, str] = {
    OrganLevel.central: "国家级",
    OrganLevel.provincial: "省级",
    OrganLevel.municipal: "市级",
    OrganLevel.county: "县（区）级",
    OrganLevel.town: "乡镇（街道）",
    OrganLevel.institution: "公共企事业单位",
}

ALERT_LEVEL_NAMES: dict[str, str] = {
    AlertLevel.red: "红色（Ⅰ级，特别严重）",
    AlertLevel.orange: "橙色（Ⅱ级，严重）",
    AlertLevel.yellow: "黄色（Ⅲ级，较重）",
    AlertLevel.blue: "蓝色（Ⅳ级，一般）",
}

VERDICT_NAMES: dict[str, str] = {Verdict.approve: "通过", Verdict.send_back: "退回"}

TRIAGE_NAMES: dict[str, str] = {
    TriageState.pending: "待处理",
    TriageState.adopted: "已采用",
    TriageState.changed: "源文已变更",
    TriageState.spiked: "不采用",
    TriageState.merged: "已并入同源",
    TriageState.snoozed: "暂缓",
}

FAMILY_NAMES: dict[str, str] = {
    SourceFamily.feed: "RSS / Atom / JSON Feed",
    SourceFamily.hanweb_jpage: "大汉 JPage",
    SourceFamily.hanweb_xxgk: "大汉信息公开目录",
    SourceFamily.jpaas: "大汉 JPaaS",
    SourceFamily.truecms: "TrueCMS",
    SourceFamily.epoint_ewb: "新点 EWB",
    SourceFamily.gov_cn_library: "国务院政策文件库",
    SourceFamily.html_list: "网页列表",
    SourceFamily.json_api: "JSON 列表",
    SourceFamily.sitemap: "网站地图",
    SourceFamily.trs_static: "TRS 静态列表",
    SourceFamily.trs_was5: "TRS WAS5 检索",
    SourceFamily.push_in: "部门报送",
}

SOURCE_STATE_NAMES: dict[str, str] = {
    SourceState.active: "运行中",
    SourceState.paused: "已暂停",
    SourceState.closed: "已关闭",
}

AUTHORITY_NAMES: dict[str, str] = {
    SourceAuthority.issuing_body: "发文机关",
    SourceAuthority.department: "部门",
    SourceAuthority.media: "媒体",
}

OUTCOME_NAMES: dict[str, str] = {
    FetchOutcome.news: "有新内容",
    FetchOutcome.nothing_new: "无更新",
    FetchOutcome.not_modified: "未变化",
    FetchOutcome.failed: "失败",
    FetchOutcome.held_back: "应对方要求推迟",
}

DUE_NAMES: dict[str, str] = {
    DueBecause.interval: "按设定间隔",
    DueBecause.rhythm: "按栏目更新节奏",
    DueBecause.backlog: "上次没有取完",
    DueBecause.failures: "出错退避",
    DueBecause.retry_after: "对方要求 Retry-After",
}

# What may be written on an interpretation (domain table 1.3); a suggestion list, not a rule.
INTERPRETATION_FORMS = ("文字", "图解", "视频", "音频", "专家解读", "负责人解读", "新闻发布会", "问答")
