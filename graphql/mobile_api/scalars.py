"""Dates and moments, described for readers of both languages."""

import datetime as dt

import strawberry
from strawberry.types.scalar import ScalarDefinition

SCALARS: dict[object, ScalarDefinition] = {
    dt.datetime: strawberry.scalar(
        name="DateTime",
        description="时刻，ISO 8601，世界协调时 / A moment in UTC, ISO 8601",
        serialize=dt.datetime.isoformat,
        parse_value=dt.datetime.fromisoformat,
    ),
    dt.date: strawberry.scalar(
        name="Date",
        description="日期，ISO 8601，北京时间 / A calendar date in China, ISO 8601",
        serialize=dt.date.isoformat,
        parse_value=dt.date.fromisoformat,
    ),
}
