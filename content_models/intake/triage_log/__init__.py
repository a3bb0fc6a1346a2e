"""分拣记录: who decided what in the queue, and how things stood before."""
