"""Who acts. Every verb names its actor; the audit trail keeps the name as it was at that moment."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class ActorKind(StrEnum):
    staff = "staff"
    resident = "resident"
    department = "department"
    system = "system"


class Actor(BaseModel):
    model_config = ConfigDict(frozen=True)

    kind: ActorKind
    id: str
    name: str
    roles: frozenset[str] = frozenset()
    organ_ids: frozenset[str] = frozenset()  # the organs they act for; empty: not bound to any


SYSTEM = Actor(kind=ActorKind.system, id="system", name="系统")
