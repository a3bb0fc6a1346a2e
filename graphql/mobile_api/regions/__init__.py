"""行政区划 Regions."""
