"""How long and how much one live connection may ask of this process."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LiveLimits:
    """Seconds, and numbers. Phones keep sockets half-open for hours; all of this is about finding out."""

    init: float = 5.0  # from the opening to `connection_init`
    ping: float = 25.0  # between pings, SSE comments, and looks at the token; below the 30 s of the usual proxies
    pong: float = 15.0  # for the answer to one
    send: float = 10.0  # for a message to be taken: whoever does not read is let go
    farewell: float = 1.0  # for the word that it is over to be taken; then the connection ends without it
    lifetime: float = 1_800.0  # of a connection; the client opens the next one and resumes by `since`
    subscriptions: int = 10  # at once on one connection
    connections: int = 10_000  # in this process
    per_payer: int = 50  # of one viewer, or of one address without a token
    message_bytes: int = 100_000
