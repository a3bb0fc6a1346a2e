"""附件: the files of an item, fetched once, hashed, recognised by their bytes, and read where a library can."""
