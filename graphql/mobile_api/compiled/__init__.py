"""Trusted documents compiled to Python, with graphql-core as the fallback and as the oracle (ADR 0015)."""
