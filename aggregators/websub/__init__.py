"""Subscriber of W3C WebSub: finding a feed's hub, asking it, and taking in what it delivers."""
