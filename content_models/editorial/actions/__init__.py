"""One module a verb: compose, adopt, edit, submit, sign_off, publish, withdraw."""
