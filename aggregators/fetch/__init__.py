"""Polite and safe HTTP: what may be asked, how often, how much of an answer is read, and what a failure means."""

from aggregators.fetch.fetcher import Fetcher
from aggregators.fetch.page import Page

__all__ = ["Fetcher", "Page"]
