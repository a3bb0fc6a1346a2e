"""The addresses of a release's text: its draft, versions, files, relations, notes, preview and review sheet."""

from starlette.routing import BaseRoute, Route

from content_models.releases.files.rules import LARGEST_ATTACHMENT
from server.console import files, notes, preview, relations, sheet, versions, writing
from server.console.forms import LARGEST_WRITING

LARGEST_ATTACHED = LARGEST_ATTACHMENT + 64 * 1024  # bytes: beyond it nothing is read


def writing_routes() -> list[BaseRoute]:
    at = "/releases/{release_id}"
    return [
        Route(f"{at}/autosave", writing.autosave, methods=["POST"], max_body_size=LARGEST_WRITING),
        Route(f"{at}/draft/discard", writing.discard, methods=["POST"]),
        Route(f"{at}/presence", writing.say_here, methods=["POST"]),
        Route(f"{at}/pictures", files.take_picture, methods=["POST"], max_body_size=LARGEST_ATTACHED),
        Route(f"{at}/attachments", files.take_attachment, methods=["POST"], max_body_size=LARGEST_ATTACHED),
        Route(f"{at}/notes", notes.write_note, methods=["POST"]),
        Route(f"{at}/notes/{{thread_id}}", notes.settle_note, methods=["POST"]),
        *(Route(f"{at}/{name}", act, methods=["POST"]) for name, act in relations.ACTS.items()),
        Route(f"{at}/relations/choices", relations.find_related),
        Route(f"{at}/relations/clauses", relations.show_clauses),
        Route(f"{at}/preview", preview.show_preview),
        Route(f"{at}/preview/screen", preview.show_screen),
        Route(f"{at}/history", versions.show_history),
        Route(f"{at}/restore", versions.restore_version, methods=["POST"]),
        Route(f"{at}/sheet", sheet.show_sheet),
        Route(f"{at}/sheet.csv", sheet.sheet_file),
    ]
