"""概览: the desk's figures by day, tallied by the worker so that no page scans the store."""
