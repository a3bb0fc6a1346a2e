"""`zhengwu sources …`: all sources at once in files, uploads, and the keys of departments."""

import typer

from server.cli import source_exchange, source_keys, source_upload

app = typer.Typer(no_args_is_help=True)
for part in (source_exchange.app, source_upload.app, source_keys.app):
    app.registered_commands += part.registered_commands
