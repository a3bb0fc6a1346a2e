"""The composition root: settings, app factory, command line, worker, console, H5 reader, auth, demo city."""
