"""The way out to devices: chunks are leased, sent over the wire engine and their outcome recorded."""
