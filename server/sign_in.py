"""What residents sign in with, composed from our settings."""

from content_models.kit.sealing import Sealer
from mobile_api.people.ports import AccountProvider, CodeSender, SignInPorts
from server.auth.oidc import OidcProvider
from server.derived_keys import derived_key
from server.settings import Settings, SmsMode
from server.sms.log import LogCodes
from server.sms.webhook import WebhookCodes

OIDC = "oidc"  # the provider's name in the API and in stored identities


def sign_in_ports(settings: Settings, secret: bytes) -> SignInPorts:
    """Raises SmsNotConfigured, OidcNotConfigured."""
    sealer = Sealer(derived_key(secret, "personal data"))
    return SignInPorts(sealer=sealer, codes=_codes(settings), providers=_providers(settings))


def _codes(settings: Settings) -> CodeSender:
    return LogCodes() if settings.sms is SmsMode.log else WebhookCodes(*settings.sms_gateway())


def _providers(settings: Settings) -> dict[str, AccountProvider]:
    if settings.oidc_issuer is None:
        return {}
    client_id, secret = settings.oidc_client()
    provider = OidcProvider(
        OIDC, settings.oidc_title, settings.oidc_issuer, client_id, secret, settings.oidc_redirect_uris
    )
    return {OIDC: provider}
