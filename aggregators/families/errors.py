"""What a list page may turn out to be instead of a list, each with advice to the editor."""

from aggregators.errors import SourceFailed


class UnreadableListing(SourceFailed):
    """The answer is not what this family's systems send: `details.reason`."""

    code = "UNREADABLE_LISTING"
    default_message = "列表接口返回的内容无法解析，可能已改版；请用 zhengwu source sniff 重新识别，并更新来源设置。"


class OtherColumn(SourceFailed):
    """An older page holds rows of another column only (some sites serve their front page for pages they lack)."""

    code = "OTHER_COLUMN"
    default_message = "翻页后返回的是别的栏目的内容，已停止翻页；已读到的条目不受影响。"


class ColumnInFrame(SourceFailed):
    """The column page is only a frame of another site: `details.frame`."""

    code = "COLUMN_IN_FRAME"
    default_message = "栏目页只是一个嵌入其他网站的框架，里面没有列表；请把框架里的网址填为来源地址。"


class ListTooFarAway(SourceFailed):
    """Frames and scripts lead from one to the next without end."""

    code = "LIST_TOO_FAR_AWAY"
    default_message = "栏目页一再转到其他页面，始终没有列表；请在浏览器中打开栏目，把真正的列表网址填入来源设置。"


class SelectorInvalid(SourceFailed):
    """`details.selector` is no CSS."""

    code = "SELECTOR_INVALID"
    status = 422
    default_message = "来源设置中的选择器写法有误，请按 CSS 选择器的写法修改。"


class ParameterMissing(SourceFailed):
    """The family cannot ask without `details.parameter`, and the column page does not reveal it."""

    code = "PARAMETER_MISSING"
    status = 422
    default_message = "缺少读取列表所需的参数，栏目页里也没有找到；请运行 zhengwu source sniff，或在来源设置中补充。"


class FamilyUnrecognised(SourceFailed):
    """No family's list is on the page."""

    code = "FAMILY_UNRECOGNISED"
    status = 422
    default_message = (
        "认不出这个栏目用的是哪种系统。请确认网址是栏目列表页（不是首页或文章页）；"
        "也可以用 --family html_list 并给出选择器（如 --selector list='ul.news li'），或请部门改用主动推送。"
    )
