"""上传来稿: files of items that a department hands in, and the report on each row."""
