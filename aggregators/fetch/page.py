"""One HTTP answer, read whole."""

from dataclasses import dataclass, field

from content_models.sources.documents import Validators

NOT_MODIFIED = 304


@dataclass(frozen=True)
class Page:
    """`url` is the final one, after redirects. `body` is decompressed and within the cap."""

    url: str
    status: int
    body: bytes
    charset: str | None = None  # as the Content-Type header says
    validators: Validators = field(default_factory=Validators)

    @property
    def not_modified(self) -> bool:
        return self.status == NOT_MODIFIED
