"""QuotaUse (限额占用), VendorTicket (厂商受理编号) and SharedToken (共用令牌)."""

from datetime import datetime

from pymongo import IndexModel

from content_models.kit.records import Record
from content_models.residents.documents import Platform


class QuotaUse(Record):
    """限额占用: the `number`-th limited notice a device gets on a day. `_id` is derived from platform, device, day and
    number: two pushers that want the same place cannot both have it.
    """

    platform: Platform
    device_id: str
    day: str  # in Asia/Shanghai, as the vendors count: 2026-11-25
    number: int  # from 1
    campaign_id: str
    forget_at: datetime

    class Settings:
        name = "quota_uses"
        indexes = [IndexModel("forget_at", name="expiry", expireAfterSeconds=0)]


class VendorTicket(Record):
    """厂商受理编号: an id a push service gave out for one hand-over, kept before it is used: whoever must do the
    hand-over again does it under the same id. `_id` is derived from the service and the hand-over.
    """

    value: str
    forget_at: datetime  # the service forgets it then, too

    class Settings:
        name = "vendor_tickets"
        indexes = [IndexModel("forget_at", name="expiry", expireAfterSeconds=0)]


class SharedToken(Record):
    """共用令牌: the provider token (APNs) that all pushers send with, signed by whichever needed it first. `_id` is
    derived from the team and the key. Apple counts how often a signer changes its token, restarts included.
    """

    value: str
    issued_at: datetime

    class Settings:
        name = "shared_tokens"
