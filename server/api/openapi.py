"""The description of /api/v1 for programs (OpenAPI 3.1). There are no docs pages: they would load foreign scripts."""

from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi

from server.api.push_in import body_schemas


def describe(router: APIRouter, title: str) -> dict[str, Any]:
    described = get_openapi(title=f"{title}接口", version="1", routes=router.routes)
    described.setdefault("components", {}).setdefault("schemas", {}).update(body_schemas())
    return described
