"""Which effects follow which fact. Each is idempotent and re-reads the store (design §3, rule 1)."""

from collections.abc import Mapping, Sequence

from content_models.kit.relay import Effect

EFFECTS: Mapping[str, Sequence[Effect]] = {}
