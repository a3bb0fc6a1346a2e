"""编审: the verbs that move a release from intake to the public, and the three reviews (三审三校) on the way."""
