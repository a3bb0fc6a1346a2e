"""One module a verb: note, seal."""
