"""Reading a body under a limit, so that one that is too large is refused in the API's own words."""

from starlette.requests import Request

from mobile_api.transport.errors import RequestTooLarge

ROOM = 2  # routes let the server's own limit begin at this multiple: it answers in plain text


async def body_within(request: Request, limit: int) -> bytes:
    """Raises RequestTooLarge as soon as it is known, by what is announced or by what arrives."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise RequestTooLarge(limit=limit)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise RequestTooLarge(limit=limit)
    return bytes(body)
