"""What people see while processes come and go: one line each time one changes."""

from rich.console import Console

from server.processes.child import ChildReport, Phase

SHOWN = {
    Phase.starting: "[dim]…[/] {name} 启动中",
    Phase.running: "[green]✓[/] {name} 运行中",
    Phase.restarting: "[yellow]↻[/] {name} 意外退出，正在重启（第 {restarts} 次）",
    Phase.stopped: "[dim]■[/] {name} 已停止",
}


class Progress:
    def __init__(self, console: Console) -> None:
        self._console = console

    def show(self, report: ChildReport) -> None:
        self._console.print(SHOWN[report.phase].format(name=report.name, restarts=report.restarts), highlight=False)
