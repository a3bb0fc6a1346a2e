"""Reading an article page: what it states, its headline, date, source, text and files. Pure, one question a module.

The order is the same everywhere: the standard tags, then what a publishing system is known for, then general rules.
"""
