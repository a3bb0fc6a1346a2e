"""`set_consent` 同意与撤回: one purpose at a time, each remembered. A no also removes what was kept under a yes."""

from pydantic import BaseModel, Field

from content_models.kit.commands import Command, perform
from content_models.kit.store import Session, Store
from content_models.residents import repository as residents
from content_models.residents.changes.rules import WAKES
from content_models.residents.documents import Consent, ConsentPurpose, ConsentRecord
from content_models.residents.library import repository as library


class SetConsent(Command):
    resident_id: str
    expected_version: int = Field(ge=1)
    purpose: ConsentPurpose
    granted: bool
    text_version: str = Field(min_length=1, max_length=40)


class ConsentSet(BaseModel):
    version: int
    purpose: ConsentPurpose
    consent: Consent


async def set_consent(store: Store, command: SetConsent) -> ConsentSet:
    """Raises NotFound (no such resident), VersionConflict, IdempotencyKeyReused."""
    return await perform(store, command, _set, ConsentSet, wakes=WAKES)


async def _set(store: Store, session: Session, command: SetConsent) -> ConsentSet:
    resident = await residents.load_version(command.resident_id, command.expected_version, session)
    consent = Consent(granted=command.granted, at=store.now(), text_version=command.text_version)
    resident.consents[command.purpose] = consent
    resident.version += 1
    await residents.save(resident, session)
    record = ConsentRecord(resident_id=resident.id, purpose=command.purpose, consent=consent)
    await residents.insert_consent(record, session)
    if command.purpose is ConsentPurpose.reading_history and not command.granted:
        await library.forget_reading(resident.id, session)
    return ConsentSet(version=resident.version, purpose=command.purpose, consent=consent)
