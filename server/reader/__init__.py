"""居民端 H5: the feed and the articles, complete without JavaScript, light enough for a slow line."""
