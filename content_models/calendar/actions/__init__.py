"""One verb: enter_notice."""
