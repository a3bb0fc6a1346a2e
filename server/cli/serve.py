"""`zhengwu serve`."""

import typer

from server.cli.options import DataDir, Host, Port, configured
from server.observability.logs import configure_logs
from server.processes.api import run_api
from server.processes.run import run

app = typer.Typer(add_completion=False)


@app.command()
def serve(host: Host = None, port: Port = None, data_dir: DataDir = None) -> None:
    settings = configured(host=host, port=port, data_dir=data_dir)
    configure_logs(as_json=settings.log_json)
    run(run_api(settings))
