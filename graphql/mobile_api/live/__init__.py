"""实时 What an open app is told of by itself: that there is something new. The rest it asks for, through the caches."""
