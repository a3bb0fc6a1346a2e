"""One module a verb: compose, adopt, edit, take_correction, submit, sign_off, publish, withdraw."""
