"""One module a publishing system: each turns a site into its pages, by path."""
