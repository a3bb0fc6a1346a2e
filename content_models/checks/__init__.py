"""发布检查: what a text must not have when it goes public. Pure rules over a revision and its surroundings.

One module a subject; `examine` calls them all, `surroundings` reads what they need from the store.
"""
