"""Register a device: the only thing an app must do before it can follow and be notified."""

from typing import Annotated

import strawberry

from content_models.kit.ids import derived_id
from content_models.residents.actions import register_device as residents
from mobile_api.commands import command
from mobile_api.context import Context, Info, as_actor
from mobile_api.devices.types import RegisterDeviceInput, RegisteredDevice
from mobile_api.people.sessions import session_tokens
from mobile_api.people.types import SessionTokens
from mobile_api.problems import AnyProblem, settled

Registration = Annotated[RegisterDeviceInput, strawberry.argument(name="input", description="设备 / The device")]


async def add_device(info: Info, registration: Registration) -> RegisteredDevice | AnyProblem:
    return await settled(register_device(info, registration))


async def register_device(info: Info, registration: Registration) -> RegisteredDevice:
    """With a viewer token the device joins that resident; without one it gets a new anonymous resident."""
    context = info.context
    viewer = context.viewer_or_none()
    # A newcomer has no id yet; the token stands for them, so that their key is theirs alone.
    actor = as_actor(viewer or derived_id("newcomer", registration.platform, registration.token))
    registered = await residents.register_device(
        context.store,
        command(
            residents.RegisterDevice,
            actor=actor,
            idempotency_key=registration.idempotency_key,
            token=registration.token,
            platform=registration.platform,
            resident_id=viewer,
        ),
    )
    session = await _session(context, registered)
    return RegisteredDevice(
        device_id=strawberry.ID(registered.device_id),
        resident_id=strawberry.ID(registered.resident_id),
        viewer_token=session.viewer_token if session else context.deps.tokens.issue(context.claims()),
        session=session,
    )


async def _session(context: Context, registered: residents.DeviceRegistered) -> SessionTokens | None:
    """A newcomer's; whoever was known goes on with the one they have."""
    if registered.session_id is None or registered.generation is None:
        return None
    return await session_tokens(context, registered.session_id, registered.generation)
