"""REST for other systems: /api/v1. Errors are problem+json with a code (docs/errors.md)."""
