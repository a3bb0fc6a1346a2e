"""`zhengwu pusher`."""

import typer

from server.cli.options import DataDir, Push, configured
from server.observability.logs import configure_logs
from server.processes.pusher import run_pusher
from server.processes.run import run

app = typer.Typer(add_completion=False)


@app.command()
def pusher(push: Push = None, data_dir: DataDir = None) -> None:
    settings = configured(push=push, data_dir=data_dir)
    configure_logs(as_json=settings.log_json)
    run(run_pusher(settings))
