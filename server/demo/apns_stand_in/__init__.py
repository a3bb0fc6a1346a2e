"""A stand-in for Apple's push service: real HTTP/2 over TLS, on loopback, that counts, refuses and remembers."""
