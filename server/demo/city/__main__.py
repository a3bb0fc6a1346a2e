"""`python -m server.demo.city`: the city as a process of its own."""

from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from server.demo.city.app import City


def main(
    port: Annotated[int, typer.Option(help="监听端口")],
    folder: Annotated[Path, typer.Option(help="存放更正标记的目录")],
    host: Annotated[str, typer.Option(help="监听地址")] = "127.0.0.1",
) -> None:
    app = City(f"http://{host}:{port}", folder).app()
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, server_header=False)


if __name__ == "__main__":
    typer.run(main)
