"""Filters and facets: which documents may be found at all, and how many there are of each sort."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tantivy import FieldType, Occur, Query, Schema, Searcher

from content_models.search.engine import schema as fields
from content_models.search.engine.schema import day_number
from content_models.search.validity import Validity
from content_models.search.values import FacetCount, FacetName, Filters

MOST_VALUES = 20  # of one facet
_COUNTED = {FacetName.kind: "kind", FacetName.topic: "topic", FacetName.organ: "organ", FacetName.region: "region"}


def narrowed(schema: Schema, query: Query, filters: Filters) -> Query:
    """`query` within all filters but that of validity."""
    chosen = [
        Query.term_set_query(schema, field, sorted(values))
        for field, values in (
            ("kind", filters.kinds),
            ("topic", filters.topics),
            ("organ", filters.organs),
            ("region", filters.regions),
            ("year", filters.years),
        )
        if values
    ]
    return _all_of(query, chosen)


def shown(schema: Schema, query: Query, filters: Filters, today: date) -> Query:
    """`query` within the filter of validity; without one, within what is in force or will be."""
    if not filters.validities and filters.any_validity:
        return query
    wanted = filters.validities or {Validity.in_force, Validity.pending}
    if wanted == set(Validity):
        return query
    return _all_of(query, [Query.boolean_query([(Occur.Should, _when(schema, one, today)) for one in sorted(wanted)])])


def _when(schema: Schema, validity: Validity, today: date) -> Query:
    """As `_validity_filter`, for a search instead of a count."""
    day = day_number(today)
    lasting = Query.range_query(schema, fields.ENDS, FieldType.Integer, day + 1, None)
    match validity:
        case Validity.ended:
            return Query.range_query(schema, fields.ENDS, FieldType.Integer, None, day)
        case Validity.pending:
            return _all_of(lasting, [Query.range_query(schema, fields.BEGINS, FieldType.Integer, day + 1, None)])
        case Validity.in_force:
            return _all_of(lasting, [Query.range_query(schema, fields.BEGINS, FieldType.Integer, None, day)])


def facets(searcher: Searcher, query: Query) -> dict[FacetName, list[FacetCount]]:
    """Counts of every facet but validity, the most frequent values first; the newest year first."""
    wanted: dict[str, Any] = {
        name: {"terms": {"field": field, "size": MOST_VALUES}} for name, field in _COUNTED.items()
    }
    wanted[FacetName.year] = {"terms": {"field": "year", "size": 60}}
    counted = searcher.aggregate(query, wanted)
    found = {FacetName(name): _values(buckets["buckets"]) for name, buckets in counted.items()}
    found[FacetName.year].sort(key=lambda one: one.value, reverse=True)
    del found[FacetName.year][MOST_VALUES:]
    return found


def by_validity(searcher: Searcher, query: Query, today: date) -> dict[Validity, int]:
    """How many of all that match are in force on that day, pending or ended."""
    counted = searcher.aggregate(query, {one: {"filter": _validity_filter(one, today)} for one in Validity})
    return {one: int(counted[one]["doc_count"]) for one in Validity}


def _values(buckets: Iterable[dict[str, Any]]) -> list[FacetCount]:
    """Numbers come back as floats: 2025.0."""
    return [FacetCount(_name(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets]


def _name(key: Any) -> str:
    return str(int(key)) if isinstance(key, float | int) else str(key)


def _validity_filter(validity: Validity, today: date) -> str:
    day = day_number(today)
    match validity:
        case Validity.ended:
            return f"{fields.ENDS}:[0 TO {day}]"
        case Validity.pending:
            return f"{fields.BEGINS}:[{day + 1} TO *] AND {fields.ENDS}:[{day + 1} TO *]"
        case Validity.in_force:
            return f"{fields.BEGINS}:[0 TO {day}] AND {fields.ENDS}:[{day + 1} TO *]"


def _all_of(query: Query, filters: Iterable[Query]) -> Query:
    """Filters let through and add nothing to a score."""
    silent = [(Occur.Must, Query.const_score_query(one, 0.0)) for one in filters]
    return Query.boolean_query([(Occur.Must, query), *silent]) if silent else query
