"""Sources in and out as files: YAML carries everything, OPML 2.0 what feed readers understand."""
