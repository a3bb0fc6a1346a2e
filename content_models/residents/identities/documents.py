"""Identity (登录身份) and OneTimeCode (短信验证码). Neither holds a phone number that can be read without the key."""

from datetime import datetime

from pymongo import ASCENDING, IndexModel

from content_models.kit.records import Record

PHONE = "phone"


class Identity(Record):
    """`_id` is derived from provider and keyed hash, so that one phone or account is one resident, by index."""

    resident_id: str
    provider: str  # PHONE, or the name of an OpenID Connect provider
    sealed: bytes  # the number or the account's subject
    masked: str  # what is shown: 138****5678
    at: datetime

    class Settings:
        name = "identities"
        indexes = [IndexModel([("resident_id", ASCENDING), ("provider", ASCENDING)], name="one_each", unique=True)]


class OneTimeCode(Record):
    """`_id` is the keyed hash of the phone: asking again replaces the code. `sent` are the recent sendings."""

    code_hash: str
    sent: list[datetime]
    attempts: int = 0
    expires_at: datetime  # of the code
    forget_at: datetime  # of the row: by then the sendings no longer count

    class Settings:
        name = "one_time_codes"
        indexes = [IndexModel("forget_at", name="expiry", expireAfterSeconds=0)]
