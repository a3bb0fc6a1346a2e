"""What goes wrong on the way in, one class a cause, each with advice to the editor who looks after the source."""

from datetime import timedelta

from content_models.kit.errors import ZhengwuError


class SourceFailed(ZhengwuError):
    """Base: the source could not be read. `details` names the URL; what is stored stays as it is."""

    code = "SOURCE_FAILED"
    status = 502
    default_message = "来源暂时无法读取，系统会继续重试；如长时间不恢复，请联系对方网站管理员。"


class SourceTimeout(SourceFailed):
    code = "SOURCE_TIMEOUT"
    status = 504
    default_message = "来源响应太慢，已中止本次读取并会自动重试；如经常发生，请联系对方网站管理员。"


class SourceTooLarge(SourceFailed):
    """The body is over the cap, counted after decompression: `details.limit` in bytes."""

    code = "SOURCE_TOO_LARGE"
    default_message = "来源返回的内容超过大小上限，已中止读取；请确认网址是列表页或文章页，而不是大文件。"


class SourceNameUnknown(SourceFailed):
    code = "SOURCE_NAME_UNKNOWN"
    default_message = "找不到来源的域名，请核对网址是否写错，或对方域名是否已停用。"


class SourceTlsFailed(SourceFailed):
    code = "SOURCE_TLS_FAILED"
    default_message = "来源的安全证书无效或已过期，请提醒对方网站更新证书。"


class SourceUnreachable(SourceFailed):
    code = "SOURCE_UNREACHABLE"
    default_message = "连接不上来源网站，系统会自动重试；请检查对方网站能否打开。"


class SourceConnectionBroken(SourceFailed):
    """The answer is no valid HTTP, or ended before its announced length."""

    code = "SOURCE_CONNECTION_BROKEN"
    default_message = "来源的响应中断或格式错误，系统会自动重试；如持续出现，请联系对方网站管理员。"


class SourceAddressRefused(SourceFailed):
    """The URL, or a redirect, or its DNS answer leads to an address that must not be asked (SSRF guard)."""

    code = "SOURCE_ADDRESS_REFUSED"
    status = 403
    default_message = "网址指向内部网络，已拒绝访问；如确为政务外网来源，请管理员在来源设置中允许内网地址。"


class SourceUrlInvalid(SourceFailed):
    code = "SOURCE_URL_INVALID"
    status = 422
    default_message = "网址不正确，只支持以 http:// 或 https:// 开头的地址，请修改来源设置。"


class SourceTooManyRedirects(SourceFailed):
    code = "SOURCE_TOO_MANY_REDIRECTS"
    default_message = "来源跳转次数过多，请在浏览器中打开后，把最终网址填入来源设置。"


class SourceGone(SourceFailed):
    """404 or 410."""

    code = "SOURCE_GONE"
    default_message = "页面不存在或已被移除，请核对网址；栏目可能已改版，需要更新来源设置。"


class SourceGoneQuietly(SourceGone):
    """Status 200, but the page says that it is gone, or is the front page: `details.reason` in its own words."""

    code = "SOURCE_GONE_QUIETLY"
    default_message = "页面能打开，内容却是“页面不存在”或网站首页，文章可能已被删除；请打开原文核对，必要时更新网址。"


class SourceBlocked(SourceFailed):
    """403, 412, 521, or a firewall's page: the site turns us away. The remedy is an agreement, never a bypass."""

    code = "SOURCE_BLOCKED"
    default_message = "来源网站拒绝了我们的访问，请联系对方把本系统加入白名单，或改用主动推送。"


class SourceLoginRequired(SourceFailed):
    """401, or a log-in page where the column or the article should be."""

    code = "SOURCE_LOGIN_REQUIRED"
    default_message = "来源要求登录后才能查看，请核对网址是否为公开栏目；如确为内部栏目，请联系对方改用主动推送。"


class SourceScriptWall(SourceFailed):
    """A page of scripts that set a cookie and load again. Only a browser gets past it, and we do not play one."""

    code = "SOURCE_SCRIPT_WALL"
    default_message = "来源用脚本验证拦住了自动访问，请联系对方把本系统加入白名单，或改用主动推送。"


class SourceBusy(SourceFailed):
    """429 or 503: asked to slow down. `retry_after` is what the site's Retry-After header says, capped."""

    code = "SOURCE_BUSY"
    default_message = "来源网站繁忙，要求降低访问频率；系统会放慢节奏，也可在来源设置中加大抓取间隔。"

    retry_after: timedelta | None = None


class SourceHeldBack(SourceBusy):
    """Not asked at all: this host has asked us, for this source or another one, to come back later."""

    code = "SOURCE_HELD_BACK"
    default_message = "同一网站刚刚要求稍后再来，本次没有访问；到时间后会自动继续。"


class SourceServerError(SourceFailed):
    code = "SOURCE_SERVER_ERROR"
    default_message = "来源网站内部出错，系统会自动重试；如长时间不恢复，请联系对方网站管理员。"


class SourceUnexpectedStatus(SourceFailed):
    code = "SOURCE_UNEXPECTED_STATUS"
    default_message = "来源返回了无法处理的状态，请在浏览器中打开网址核对后再试。"


class EmptyListing(SourceFailed):
    """A list page without rows: the column was redesigned, moved, or its parameters are wrong."""

    code = "EMPTY_LISTING"
    default_message = "列表页里没有找到任何条目，栏目可能已改版；请打开网址核对，并更新来源设置。"


class UnreadableFeed(SourceFailed):
    """Neither RSS nor Atom, or so broken that no entry can be read."""

    code = "UNREADABLE_FEED"
    default_message = "返回的内容不是有效的 RSS 或 Atom，请核对订阅地址，或提醒对方修复。"


class ArticleWithoutText(SourceFailed):
    """The page has neither a title nor a body where its family keeps them."""

    code = "ARTICLE_WITHOUT_TEXT"
    default_message = "文章页里没有找到标题和正文，页面可能已改版；请在来源设置中补充选择器。"


class ArticleIsFile(SourceFailed):
    """The address of an article answers with a file (PDF, image, archive), and no list has said what it is called."""

    code = "ARTICLE_IS_FILE"
    default_message = "网址打开的是文件而不是网页，读不出标题和正文；请改填文章页的网址，其中的文件会作为附件收下。"


class SourceUnreadable(SourceFailed):
    """One item holds something that no rule can read: `details.reason`."""

    code = "SOURCE_UNREADABLE"
    default_message = "这一条内容无法解析，已跳过；请打开原文核对，必要时手工录入。"


class AttachmentIsPage(SourceFailed):
    """A link to a file that answers with a web page: the file is gone, or a viewer stands before it."""

    code = "ATTACHMENT_IS_PAGE"
    default_message = "附件地址返回的是网页而不是文件，附件可能已被移除；请打开原文核对，必要时手工上传。"


class FamilyNotPolled(SourceFailed):
    """The source sends its items itself (`push_in`)."""

    code = "FAMILY_NOT_POLLED"
    status = 409
    default_message = "这个来源由对方主动推送，不需要抓取。"
