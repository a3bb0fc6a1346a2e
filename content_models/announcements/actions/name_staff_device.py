"""`name_staff_device` 指定抄送设备: a phone of the staff gets a copy of every announcement, and gets it first."""

from pydantic import BaseModel, Field

from content_models.announcements.actions.decide import APPROVERS
from content_models.editorial.rules import require_role
from content_models.kit.commands import Command, perform
from content_models.kit.errors import NotFound
from content_models.kit.store import Session, Store
from content_models.residents import repository as residents
from content_models.residents.device_tokens import LONGEST, device_token
from content_models.residents.documents import Platform
from content_models.residents.rules import device_id


class NameStaffDevice(Command):
    """`staff` false takes it back."""

    token: str = Field(max_length=LONGEST)
    platform: Platform = Platform.ios
    staff: bool = True


class StaffDeviceNamed(BaseModel):
    device_id: str
    staff: bool


async def name_staff_device(store: Store, command: NameStaffDevice) -> StaffDeviceNamed:
    """Raises NotAllowed, InvalidDeviceToken, NotFound (never registered by the app), IdempotencyKeyReused."""
    return await perform(store, command, _name, StaffDeviceNamed)


async def _name(_: Store, session: Session, command: NameStaffDevice) -> StaffDeviceNamed:
    require_role(command.actor, APPROVERS)
    device = await residents.find_device(
        device_id(command.platform, device_token(command.platform, command.token)), session
    )
    if device is None:
        raise NotFound("没有登记过这台设备，请先在手机上打开应用，再指定它。")
    device.staff, device.staff_named_by = command.staff, command.actor
    await residents.save_device(device, session)
    return StaffDeviceNamed(device_id=device.id, staff=device.staff)
