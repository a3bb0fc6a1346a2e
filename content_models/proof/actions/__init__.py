"""One verb: seal."""
