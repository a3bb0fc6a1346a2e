"""One HTTP answer, read whole."""

from dataclasses import dataclass, field

from content_models.sources.documents import Validators

NOT_MODIFIED = 304


@dataclass(frozen=True)
class Page:
    """`url` is the final one, after redirects. `body` is decompressed and within the cap.

    `moved_to` is the final URL when every hop that led there was permanent (301, 308): the address to keep.
    """

    url: str
    status: int
    body: bytes
    charset: str | None = None  # as the Content-Type header says
    validators: Validators = field(default_factory=Validators)
    moved_to: str | None = None

    @property
    def not_modified(self) -> bool:
        return self.status == NOT_MODIFIED
