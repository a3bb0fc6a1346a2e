"""The 61 audits of the `graphql-http` package, run by node against the app over a real socket.

`GRAPHQL_HTTP_AUDITS` names a folder with the package in `node_modules`, as `.ci/run` lays it:
`npm install --prefix FOLDER graphql-http@1.23.1 graphql@16.15.0`. The audits ask by GET as well, and we answer GET for
known documents only, so theirs are put on a trusted list, as those of an app would be.
"""

import asyncio
import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest
from pydantic import SecretStr

from content_models.kit.store import Store
from content_models.timeline.timeline import Timeline
from server.app import create_app
from server.deps import Deps
from server.settings import Settings
from tests.web import serving

FOLDER = os.environ.get("GRAPHQL_HTTP_AUDITS")
AUDITS = 61
ASKED_BY_GET = {
    "{ __typename }": "query",
    "mutation { __typename }": "mutation",
    "query Type($name: String!) { __type(name: $name) { name } }": "query",
}


def manifest() -> str:
    operations = [
        {"id": hashlib.sha256(body.encode()).hexdigest(), "name": "", "type": kind, "body": body}
        for body, kind in ASKED_BY_GET.items()
    ]
    return json.dumps({"format": "apollo-persisted-query-manifest", "version": 1, "operations": operations})


def test_ci_has_the_audits() -> None:
    assert not os.environ.get("CI") or (shutil.which("node") and FOLDER), "CI runs the audits (.ci/run)"


@pytest.mark.skipif(not (shutil.which("node") and FOLDER), reason="needs node and GRAPHQL_HTTP_AUDITS (.ci/run)")
async def test_every_audit_is_passed(store: Store, tmp_path: Path) -> None:
    (tmp_path / "audits.json").write_text(manifest())
    settings = Settings(secret_key=SecretStr("s" * 40), graphiql=True, graphql_manifests=tmp_path)
    app = create_app(Deps(store=store, settings=settings, timeline=Timeline()))
    script = Path(__file__).with_name("graphql_http_audits.cjs")
    async with serving(app) as url:
        node = await asyncio.create_subprocess_exec(
            "node", str(script), f"{url}/graphql", stdout=asyncio.subprocess.PIPE
        )
        output, _ = await node.communicate()
    results = json.loads(output)
    assert [result for result in results if result[2] != "ok"] == []
    assert len(results) == AUDITS
