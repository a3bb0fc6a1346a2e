"""The index on Tantivy. Nothing outside this folder knows that it is Tantivy."""
