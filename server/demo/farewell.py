"""What to open now: the links and log-ins that the demo ends its play with."""

from rich.panel import Panel
from rich.table import Table

from server.demo.world import World
from server.processes.system import System
from server.settings import PushMode


def links(world: World, system: System) -> Panel:
    table = Table.grid(padding=(0, 2))
    table.add_row("手机页", f"{system.urls.base}/")
    table.add_row("编辑台", system.urls.console)
    for account in world.accounts:
        table.add_row("", f"{account.display_name}（{account.role}）  {account.username} / {account.password}")
    table.add_row("GraphiQL", f"{system.urls.base}/graphiql")
    table.add_row("部门网站", world.ports.city_url)
    if world.settings.push is PushMode.apns:
        table.add_row("推送替身", f"{world.ports.apns_stats_url}/")
    table.add_row("数据", str(world.settings.data_dir))
    return Panel(table, title="已就绪，按 Ctrl-C 停止", border_style="green")
