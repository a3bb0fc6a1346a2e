"""The addresses of a release's text: its draft, its versions, its preview."""

from starlette.routing import BaseRoute, Route

from server.console import preview, versions, writing
from server.console.forms import LARGEST_WRITING


def writing_routes() -> list[BaseRoute]:
    at = "/releases/{release_id}"
    return [
        Route(f"{at}/draft", writing.autosave, methods=["POST"], max_body_size=LARGEST_WRITING),
        Route(f"{at}/draft/discard", writing.discard, methods=["POST"]),
        Route(f"{at}/here", writing.say_here, methods=["POST"]),
        Route(f"{at}/preview", preview.show_preview),
        Route(f"{at}/preview/screen", preview.show_screen),
        Route(f"{at}/history", versions.show_history),
        Route(f"{at}/restore", versions.restore_version, methods=["POST"]),
    ]
