"""公文语言: folding, 发文字号, dates, titles and outlines. Pure functions over text; nothing here does I/O."""
