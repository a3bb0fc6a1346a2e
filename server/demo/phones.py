"""Residents' phones: they register and follow through GraphQL, as the app does, and get what they followed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from content_models.kit.ids import derived_id
from server.demo.plan import LEAD_TOPIC
from server.demo.web import Web

_REGISTER = """
mutation Register($input: RegisterDeviceInput!) {
  addDevice(input: $input) { ... on RegisteredDevice { deviceId viewerToken } ... on Problem { code } }
}
"""

_FOLLOW = """
mutation Follow($input: FollowInput!) {
  addFollow(input: $input) { ... on FollowState { channel following } ... on Problem { code } }
}
"""

_ANY_HOUR = """
mutation AnyHour($input: PreferencesInput!) { savePreferences(input: $input) { ... on PreferencesSaved { version } } }
"""


@dataclass(frozen=True)
class Interest:
    target: str  # TOPIC, ORGAN, REGION or RELEASE
    target_id: str


@dataclass(frozen=True)
class Phone:
    owner: str
    interests: tuple[Interest, ...]
    uninstalled: bool = False  # the push service answers 410 for it

    @property
    def token(self) -> str:
        return hashlib.sha256(f"demo phone of {self.owner}".encode()).hexdigest()


@dataclass(frozen=True)
class ConnectedPhone:
    phone: Phone
    viewer: str  # viewer token


ECONOMY = Interest("TOPIC", LEAD_TOPIC)
PUBLISHER = Interest("ORGAN", "demo-development")
HEALTH = Interest("TOPIC", "health")

PHONES: Sequence[Phone] = (
    *(Phone(f"居民{number}", (ECONOMY,)) for number in range(1, 7)),
    Phone("企业主", (ECONOMY, PUBLISHER)),  # two reasons, one notification
    Phone("老人", (HEALTH,)),  # another interest, no notification
    Phone("换机者", (PUBLISHER,), uninstalled=True),
)

INTERESTED = [phone for phone in PHONES if {ECONOMY, PUBLISHER} & set(phone.interests)]
REACHABLE = [phone for phone in INTERESTED if not phone.uninstalled]


async def connect(web: Web) -> list[ConnectedPhone]:
    """Register every phone and follow what its owner cares about. Repeating it changes nothing."""
    return [await _connect(web, phone) for phone in PHONES]


async def _connect(web: Web, phone: Phone) -> ConnectedPhone:
    key = derived_id("demo", "phone", phone.token)
    registration = {"token": phone.token, "platform": "IOS", "idempotencyKey": key}
    registered = await web.graphql(_REGISTER, input=registration)
    viewer = registered["addDevice"]["viewerToken"]
    await web.graphql(_ANY_HOUR, viewer, input=_wide_awake(derived_id(key, "any hour")))
    for interest in phone.interests:
        wanted = {
            "target": interest.target,
            "targetId": interest.target_id,
            "idempotencyKey": derived_id(key, interest.target, interest.target_id),
        }
        await web.graphql(_FOLLOW, viewer, input=wanted)
    return ConnectedPhone(phone, viewer)


def _wide_awake(key: str) -> dict[str, Any]:
    """No quiet hours: the demo is also given at night."""
    return {
        "frequency": "IMMEDIATE",
        "quietHours": {"start": 0, "end": 0},
        "elderMode": False,
        "personalFeed": True,
        "expectedVersion": 1,
        "idempotencyKey": key,
    }
