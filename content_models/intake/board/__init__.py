"""分拣板: the waiting part of the queue in memory, to be filtered, searched and counted without asking the store."""
