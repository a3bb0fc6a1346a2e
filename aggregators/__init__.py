"""The way in: fetch → decode → adapt → normalise → decide → store."""
