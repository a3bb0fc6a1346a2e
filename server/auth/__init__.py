"""Who is there: staff by password and session cookie, residents by a signed token; and no request from other sites."""
