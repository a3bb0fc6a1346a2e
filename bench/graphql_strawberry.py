"""Stock Strawberry for `graphql.py`: `python -P bench/graphql_strawberry.py default|caches PORT DATA.json`."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import strawberry
import uvicorn
from fastapi import FastAPI
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.fastapi import GraphQLRouter


@strawberry.type
class Organ:
    id: strawberry.ID
    name: str
    shortName: str


@strawberry.type
class Topic:
    id: strawberry.ID
    name: str


@strawberry.type
class Reading:
    id: strawberry.ID
    title: str
    form: str | None
    webPath: str


@strawberry.type
class Card:
    id: strawberry.ID
    slug: str
    kind: str
    title: str
    summary: str
    publishedAt: str
    updatedAt: str
    webPath: str
    docNo: str | None
    publisher: Organ | None
    topics: list[Topic]
    interpretations: list[Reading]


@strawberry.type
class FeedEdge:
    cursor: str
    node: Card


@strawberry.type
class PageInfo:
    hasNextPage: bool
    endCursor: str | None


@strawberry.type
class FeedConnection:
    edges: list[FeedEdge]
    pageInfo: PageInfo


DATA = json.loads(Path(sys.argv[3]).read_text(), object_hook=lambda found: SimpleNamespace(**found)).feed


@strawberry.type
class Query:
    @strawberry.field
    async def feed(self, first: int) -> FeedConnection:
        return DATA


if __name__ == "__main__":
    extensions = [ParserCache, ValidationCache] if sys.argv[1] == "caches" else []
    schema = strawberry.Schema(Query, extensions=extensions)
    app = FastAPI()
    app.include_router(GraphQLRouter(schema), prefix="/graphql")
    uvicorn.run(app, port=int(sys.argv[2]), log_level="warning", access_log=False)
