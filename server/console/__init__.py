"""编辑后台: triage, releases, three reviews, sources. Server-rendered; htmx where a whole page would be too slow.

One module a screen for the handlers, one `…_view.py` a screen for what its template sees.
"""
