"""`zhengwu worker`."""

import typer

from server.cli.options import DataDir, configured
from server.observability.logs import configure_logs
from server.processes.run import run
from server.processes.worker import run_worker

app = typer.Typer(add_completion=False)


@app.command()
def worker(data_dir: DataDir = None) -> None:
    settings = configured(data_dir=data_dir)
    configure_logs(as_json=settings.log_json)
    run(run_worker(settings))
