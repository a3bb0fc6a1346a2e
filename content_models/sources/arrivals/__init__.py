"""Arrivals that nobody polled for: deliveries, uploads and hub notices, in the source's history and health."""
