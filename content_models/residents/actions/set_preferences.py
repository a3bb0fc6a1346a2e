"""`set_preferences` 修改偏好: the whole set at once, against the version the resident saw."""

from pydantic import BaseModel, Field

from content_models.kit.commands import Command, perform
from content_models.kit.store import Session, Store
from content_models.residents import repository as residents
from content_models.residents.changes.rules import WAKES
from content_models.residents.documents import Preferences


class SetPreferences(Command):
    """Whether the district exists is the caller's to check."""

    resident_id: str
    expected_version: int = Field(ge=1)
    preferences: Preferences


class PreferencesSet(BaseModel):
    version: int
    preferences: Preferences


async def set_preferences(store: Store, command: SetPreferences) -> PreferencesSet:
    """Raises NotFound (no such resident), VersionConflict, IdempotencyKeyReused."""
    return await perform(store, command, _set, PreferencesSet, wakes=WAKES)


async def _set(_: Store, session: Session, command: SetPreferences) -> PreferencesSet:
    resident = await residents.load_version(command.resident_id, command.expected_version, session)
    resident.preferences = command.preferences
    resident.version += 1
    await residents.save(resident, session)
    return PreferencesSet(version=resident.version, preferences=resident.preferences)
