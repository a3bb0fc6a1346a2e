"""An HTTP/2 client (RFC 9113) for one shape of traffic: very many small, nearly equal POSTs to one host."""
