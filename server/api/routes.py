"""Every address under /api/v1."""

from functools import cache
from typing import Any

from fastapi import APIRouter

from server.api import push_in, websub
from server.api.openapi import describe

PREFIX = "/api/v1"


def api_router(app_name: str) -> APIRouter:
    """Handlers find what they work with at `app.state.deps`."""
    router = APIRouter(prefix=PREFIX)
    router.include_router(push_in.router)
    router.include_router(websub.router)

    @cache
    def description() -> dict[str, Any]:
        return describe(router, app_name)

    @router.get("/openapi.json", include_in_schema=False)
    async def openapi() -> dict[str, Any]:
        return description()

    return router
