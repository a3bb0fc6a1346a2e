"""The way in, as the settings of this process make it."""

from server.auth import totp
from server.auth.log_in import Door
from server.deps import Deps


def door_of(deps: Deps, address: str) -> Door:
    """`address`: where the request comes from. Raises SecretKeyMissing."""
    settings = deps.settings
    return Door(
        store=deps.store,
        sealer=totp.sealer_of(deps.secret),
        wants_totp=settings.staff_totp,
        lasts=settings.staff_session,
        issuer=settings.app_name,
        address=address,
    )
