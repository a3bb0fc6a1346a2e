"""No screen is added unseen: each address that can be opened is walked by the browser tests, or says why it is not."""

from starlette.routing import Mount, Route

from server.console.routes import console_routes
from tests.e2e.every_screen import NO_SCREENS, SCREENS


def test_every_address_has_a_stance() -> None:
    [console] = [route for route in console_routes() if isinstance(route, Mount)]
    opened = {
        route.path for route in console.routes or () if isinstance(route, Route) and "GET" in (route.methods or ())
    }
    assert opened == SCREENS.keys() | NO_SCREENS.keys()
