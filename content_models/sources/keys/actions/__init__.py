"""The verbs of source keys: rotate and revoke."""
