"""The domain of 政务发布: what the store holds and the verbs that may change it.

No web, no network, no framework but Beanie. A verb checks state, changes it, appends an event and
writes the outbox in one MongoDB transaction; effects run after commit, from the outbox.
"""
