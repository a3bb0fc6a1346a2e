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
    default_message = "请求体应为一个 JSON 对象，含 query（字符串）、variables（对象）、operationName（字符串）。"


class MethodNotAllowed(HttpRefused):
    code = "METHOD_NOT_ALLOWED"
    status = 405
    default_message = "请用 POST 方法发送 GraphQL 请求。"


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


class OperationTimedOut(ZhengwuError):
    code = "OPERATION_TIMED_OUT"
    status = 503
    default_message = "处理超时，请稍后再试。"
