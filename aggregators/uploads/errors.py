"""What is refused of an upload: the whole file, or one item of it."""

from content_models.kit.errors import InvalidInput, ZhengwuError


class UploadRefused(InvalidInput):
    """Base: nothing of the file was taken in. `details` names limits and places."""

    code = "UPLOAD_REFUSED"
    default_message = "文件无法读取，请下载模板，按模板填写后重新上传。"


class UploadTooLarge(UploadRefused):
    code = "UPLOAD_TOO_LARGE"
    status = 413
    default_message = "文件超过 10 MB，请拆成几个文件分别上传。"


class UploadTooManyRows(UploadRefused):
    code = "UPLOAD_TOO_MANY_ROWS"
    status = 413
    default_message = "一次最多上传 10000 行，请拆成几个文件分别上传。"


class UploadUnpacksTooLarge(UploadRefused):
    """A spreadsheet is a zip; this one unpacks to more than any honest catalogue (zip bomb)."""

    code = "UPLOAD_UNPACKS_TOO_LARGE"
    status = 413
    default_message = "表格解压后过大，已拒绝读取；请删除图片和多余的工作表，另存为新文件后重新上传。"


class UploadFormatUnknown(UploadRefused):
    code = "UPLOAD_FORMAT_UNKNOWN"
    status = 415
    default_message = "只支持 XLSX、CSV 和 XML 文件；旧版 .xls 或 .et 请另存为 .xlsx 后重新上传。"


class UploadDamaged(UploadRefused):
    code = "UPLOAD_DAMAGED"
    default_message = "文件已损坏或被加密，请用表格软件打开并另存一份，再重新上传。"


class UploadHeadingsMissing(UploadRefused):
    code = "UPLOAD_HEADINGS_MISSING"
    default_message = "没有找到表头，表头至少要有“标题”一列；请下载模板，对照修改后重新上传。"


class UploadXmlUnsafe(UploadRefused):
    """A DOCTYPE: entities, external files, expansion bombs. An upload needs none of them."""

    code = "UPLOAD_XML_UNSAFE"
    default_message = "XML 中含有 DOCTYPE 声明，出于安全已拒绝；请删除该声明后重新上传。"


class UploadXmlMalformed(UploadRefused):
    """`details.line` is where the parser stopped."""

    code = "UPLOAD_XML_MALFORMED"
    default_message = "XML 格式有误，请改正后重新上传。"


class ItemRefused(ZhengwuError):
    """Base: one item was not taken in; the others were. Stands in a row's report or an item's result."""

    code = "ITEM_INVALID"
    status = 422
    default_message = "内容格式不对，请对照模板中的填写说明修改。"


class ItemFieldMissing(ItemRefused):
    code = "ITEM_FIELD_MISSING"
    default_message = "必填内容为空，请补填。"


class ItemFieldTooLong(ItemRefused):
    code = "ITEM_FIELD_TOO_LONG"
    default_message = "内容过长，请缩短后重新提交。"


class ItemFieldUnknown(ItemRefused):
    code = "ITEM_FIELD_UNKNOWN"
    default_message = "没有这个字段，请检查字段名是否写错。"


class ItemDateInvalid(ItemRefused):
    code = "ITEM_DATE_INVALID"
    default_message = "日期无法识别，请写成 2026-09-01、2026-09-01 10:30 或 2026年9月1日。"


class ItemUrlInvalid(ItemRefused):
    code = "ITEM_URL_INVALID"
    default_message = "网址不正确，请填写以 http:// 或 https:// 开头的完整网址。"


class ItemKindUnknown(ItemRefused):
    code = "ITEM_KIND_UNKNOWN"
    default_message = (
        "没有这个类型，请从 政策文件、政策解读、通知公告、工作动态、便民提示、办事指南 中选一个，或留空由系统判断。"
    )


class ItemAttachmentInvalid(ItemRefused):
    code = "ITEM_ATTACHMENT_INVALID"
    default_message = "附件每行写一个，先写名称，空一格，再写以 http:// 或 https:// 开头的网址。"


class ItemDuplicate(ItemRefused):
    code = "ITEM_DUPLICATE"
    default_message = "与前面的条目编号相同，只收了前面一条；请核对编号。"


class ItemRowMalformed(ItemRefused):
    code = "ITEM_ROW_MALFORMED"
    default_message = "这一行的列数与表头不符，请检查引号和分隔符是否成对。"


class PushMalformed(ZhengwuError):
    """The body is no JSON, or neither an item nor `{"items": [...]}`."""

    code = "PUSH_MALFORMED"
    status = 400
    default_message = '请求体应为 JSON：一条内容的对象，或 {"items": [……]}，UTF-8 编码；请对照接口文档修改。'


class PushTooManyItems(ZhengwuError):
    code = "PUSH_TOO_MANY_ITEMS"
    status = 413
    default_message = "一次最多报送 100 条，请分批发送。"


class PushAllRefused(InvalidInput):
    """No item of the delivery was taken in: `details.results` says why for each."""

    code = "PUSH_ALL_REFUSED"
    default_message = (
        "本次报送的内容全部有误，一条也没有收下；请按 details.results 中的说明修改后，换一个幂等键重新发送。"
    )


class PushActionUnknown(ItemRefused):
    code = "ITEM_ACTION_UNKNOWN"
    default_message = "没有这个操作，action 只能是 publish（发布）、revise（修改）或 withdraw（撤回）。"
