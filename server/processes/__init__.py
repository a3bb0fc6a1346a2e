"""api, worker and pusher as processes, and what keeps them alive."""
