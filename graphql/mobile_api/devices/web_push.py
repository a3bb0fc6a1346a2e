"""What a browser needs before it can be registered as a device."""

from mobile_api.context import Info


async def web_push_key(info: Info) -> str | None:
    return info.context.deps.web_push_key
