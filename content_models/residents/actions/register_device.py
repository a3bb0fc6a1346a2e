"""Register a device (登记设备): from now on it can follow and be notified."""

from pydantic import BaseModel, Field

from content_models.kit.commands import Command, perform
from content_models.kit.store import Session, Store
from content_models.residents import repository as residents
from content_models.residents.device_tokens import LONGEST, device_token
from content_models.residents.documents import Device, Platform, Resident
from content_models.residents.rules import device_id
from content_models.residents.sessions.actions.open_session import open_session
from content_models.residents.sessions.documents import ViewerSession


class RegisterDevice(Command):
    """`resident_id` is whom the device belongs to; None makes a new anonymous resident."""

    token: str = Field(max_length=LONGEST)
    platform: Platform = Platform.ios
    resident_id: str | None = None


class DeviceRegistered(BaseModel):
    """`session_id` and `generation` are those of a newcomer; whoever was known has a session already."""

    resident_id: str
    device_id: str
    session_id: str | None = None
    generation: int | None = None


async def register_device(store: Store, command: RegisterDevice) -> DeviceRegistered:
    """A token that is already known moves to the caller's resident and is active again.

    Raises InvalidDeviceToken, NotFound (no such resident), IdempotencyKeyReused.
    """
    return await perform(store, command, _register, DeviceRegistered)


async def _register(store: Store, session: Session, command: RegisterDevice) -> DeviceRegistered:
    token = device_token(command.platform, command.token)
    resident, opened = await _owner(store, session, command)
    identity = device_id(command.platform, token)
    known = await residents.find_device(identity, session)
    same_owner = known is not None and known.resident_id == resident.id
    device = Device(
        id=identity,
        resident_id=resident.id,
        platform=command.platform,
        token=token,
        registered_at=store.now(),
        staff=known.staff if known and same_owner else False,
        staff_named_by=known.staff_named_by if known and same_owner else None,
    )
    await residents.save_device(device, session, before=known)
    return DeviceRegistered(
        resident_id=resident.id,
        device_id=device.id,
        session_id=opened.id if opened else None,
        generation=opened.generation if opened else None,
    )


async def _owner(store: Store, session: Session, command: RegisterDevice) -> tuple[Resident, ViewerSession | None]:
    if command.resident_id is not None:
        return await residents.load(command.resident_id, session), None
    resident = Resident(created_at=store.now())
    await residents.insert(resident, session)
    return resident, await open_session(store, session, resident.id)
