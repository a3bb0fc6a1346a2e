"""The mobile client's GraphQL API. Imported as `mobile_api`: `graphql/` is a source root (ADR 0002)."""
