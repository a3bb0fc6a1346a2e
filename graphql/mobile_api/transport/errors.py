"""What the endpoint refuses before anything is executed.

`HttpRefused` is about the HTTP request and always answers with its status. `QueryRefused` is about a GraphQL document
that arrived well: its status depends on the answer's media type (GraphQL over HTTP §6.4).
"""

from content_models.kit.errors import ZhengwuError


class HttpRefused(ZhengwuError):
    code = "HTTP_REFUSED"
    status = 400
    default_message = "请求的格式不对。"


class MalformedRequest(HttpRefused):
    code = "MALFORMED_REQUEST"
    default_message = (
        "请求应为一个 JSON 对象，含 query 或 documentId（字符串）、variables（对象）、operationName（字符串）。"
    )


class BatchRefused(HttpRefused):
    code = "BATCH_REFUSED"
    default_message = "一次请求只执行一个操作，请把批量请求拆开发送。"


class MethodNotAllowed(HttpRefused):
    code = "METHOD_NOT_ALLOWED"
    status = 405
    default_message = "请用 POST 方法发送；只有已登记的查询可以用 GET。"


class NotAcceptable(HttpRefused):
    code = "NOT_ACCEPTABLE"
    status = 406
    default_message = "只能以 application/graphql-response+json 或 application/json 回答。"


class RequestTimeout(HttpRefused):
    code = "REQUEST_TIMEOUT"
    status = 408
    default_message = "请求没有在规定时间内发送完，请重试。"


class RequestTooLarge(HttpRefused):
    code = "REQUEST_TOO_LARGE"
    status = 413
    default_message = "请求体太大，请拆分后再发。"


class UnsupportedMediaType(HttpRefused):
    code = "UNSUPPORTED_MEDIA_TYPE"
    status = 415
    default_message = "请求体应为 application/json，UTF-8 编码。"


class QueryRefused(ZhengwuError):
    code = "QUERY_REFUSED"
    status = 400
    default_message = "查询没有被执行，请检查查询语句。"


class SubscriptionOverHttp(QueryRefused):
    code = "SUBSCRIPTION_OVER_HTTP"
    default_message = "订阅请用 WebSocket（graphql-transport-ws）或 SSE（Accept: text/event-stream）。"


class ParseFailed(QueryRefused):
    code = "GRAPHQL_PARSE_FAILED"
    default_message = "查询语句有语法错误。"


class ValidationFailed(QueryRefused):
    code = "GRAPHQL_VALIDATION_FAILED"
    default_message = "查询语句与接口定义不符。"


class VariablesInvalid(QueryRefused):
    code = "GRAPHQL_VARIABLES_INVALID"
    default_message = "查询变量与声明的类型不符。"


class OperationNotFound(QueryRefused):
    code = "OPERATION_NOT_FOUND"
    default_message = "没有找到要执行的操作；含多个操作时请用 operationName 指明。"


class QueryTooLong(QueryRefused):
    code = "QUERY_TOO_LONG"
    default_message = "查询语句太长，请拆分。"


class QueryTooDeep(QueryRefused):
    code = "QUERY_TOO_DEEP"
    default_message = "查询嵌套太深，请减少层数。"


class TooManyAliases(QueryRefused):
    code = "TOO_MANY_ALIASES"
    default_message = "查询中的别名太多，请拆分。"


class TooManyDirectives(QueryRefused):
    code = "TOO_MANY_DIRECTIVES"
    default_message = "查询中的指令太多，请减少。"


class QueryTooCostly(QueryRefused):
    code = "QUERY_TOO_COSTLY"
    default_message = "查询涉及的内容太多，请减小 first 或少取几层。"


class RateLimited(HttpRefused):
    """`details` carries `retry_after`, in seconds."""

    code = "RATE_LIMITED"
    status = 429
    default_message = "请求太频繁，请稍后再试。"


class OperationTimedOut(ZhengwuError):
    code = "OPERATION_TIMED_OUT"
    status = 503
    default_message = "处理超时，请稍后再试。"


class PersistedQueryNotFound(ZhengwuError):
    """Says in Apollo's own word that the text must be sent once more; its clients look for exactly this message."""

    code = "PERSISTED_QUERY_NOT_FOUND"
    status = 200
    default_message = "没有这个编号的查询，请附上查询全文用 POST 再发一次。"

    def __init__(self) -> None:
        super().__init__("PersistedQueryNotFound")


class PersistedQueryMismatch(QueryRefused):
    code = "PERSISTED_QUERY_MISMATCH"
    default_message = "查询全文的 SHA-256 与所给编号不符，请检查后重发。"


class DocumentNotTrusted(QueryRefused):
    code = "DOCUMENT_NOT_TRUSTED"
    status = 403
    default_message = "只执行随 App 发布的查询，请使用清单中的 documentId。"


class QueryNotKnown(QueryRefused):
    code = "QUERY_NOT_KNOWN"
    default_message = "GET 只用于已登记的查询，请先用 POST 发送一次全文。"


class ManifestInvalid(ZhengwuError):
    """Raised while the server starts: a trusted list that cannot be trusted to be complete."""

    code = "MANIFEST_INVALID"
    default_message = "查询清单无法使用，请用 App 构建时生成的 persisted-query-manifest.json 替换。"
