"""GraphQL over HTTP: negotiation, limits, documents, errors."""
