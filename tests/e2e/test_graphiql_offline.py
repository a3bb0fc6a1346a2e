"""GraphiQL as vendored: it draws itself and answers a query with every other host out of reach, under a strict CSP."""

import functools
import json
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.house.project import ROOT

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "font-src 'self' data:; img-src 'self' data:"
)

PAGE = """<!doctype html><title>GraphiQL</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/graphiql/graphiql.min.css"><div id="graphiql"></div>
<script src="/graphiql/react.production.min.js"></script>
<script src="/graphiql/react-dom.production.min.js"></script>
<script src="/graphiql/graphiql.min.js"></script><script src="/start.js"></script>"""

START = """const fetcher = GraphiQL.createFetcher({url: "/graphql"});
ReactDOM.createRoot(document.getElementById("graphiql"))
  .render(React.createElement(GraphiQL, {fetcher, defaultQuery: "{ greeting }"}));"""


class Pages(SimpleHTTPRequestHandler):
    """The vendored folder, a page that uses it, and an endpoint that always gives one answer."""

    def do_GET(self) -> None:
        pages = {"/": ("text/html", PAGE), "/start.js": ("text/javascript", START)}
        if self.path not in pages:
            return super().do_GET()
        return self._answer(*pages[self.path])

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer("application/json", json.dumps({"data": {"greeting": "您好"}}))

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CSP)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: pytest's output is for results."""

    def _answer(self, media_type: str, text: str) -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{media_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    handler = functools.partial(Pages, directory=str(ROOT / "server/static/vendor"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.browser
def test_graphiql_runs_a_query_without_any_other_host(page: Any, address: str) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(address)
    page.get_by_role("button", name="Execute query").click()

    page.locator(".result-window", has_text="您好").wait_for()
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert problems == []
