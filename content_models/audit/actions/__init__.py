"""One module a verb: note, note_change."""
