"""Items that are handed to us: rows of an XLSX, CSV or XML file, or objects of a push-in. One model for all four."""
