"""Devices and follows against a real store."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.announcements.actions.sweep import lay_off_idle
from content_models.announcements.limits import IDLE_AFTER
from content_models.kit.actors import Actor, ActorKind
from content_models.kit.errors import IdempotencyKeyReused, NotFound
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.residents import repository as residents
from content_models.residents.actions.follow import FollowCommand, Unfollow, follow, unfollow
from content_models.residents.actions.register_device import RegisterDevice, register_device
from content_models.residents.device_tokens import InvalidDeviceToken, device_token
from content_models.residents.documents import Device, DeviceState, FollowTarget, Platform
from content_models.residents.repository import Retirement

PHONE = Actor(kind=ActorKind.resident, id="anonymous", name="居民")
TOKEN = "0a" * 32


def registration(token: str = TOKEN, **rest: object) -> RegisterDevice:
    return RegisterDevice(actor=PHONE, idempotency_key=new_id(), token=token, **rest)


async def test_a_new_phone_becomes_an_anonymous_resident(store: Store) -> None:
    registered = await register_device(store, registration(TOKEN.upper()))
    (device,) = await residents.devices_of(registered.resident_id)
    assert (device.id, device.token, device.state) == (registered.device_id, TOKEN, DeviceState.active)


async def test_the_same_request_twice_is_one_resident(store: Store) -> None:
    command = registration()
    first, second = await register_device(store, command), await register_device(store, command)
    assert first == second
    with pytest.raises(IdempotencyKeyReused):
        await register_device(store, command.model_copy(update={"token": "0b" * 32}))


async def test_a_known_token_moves_to_the_caller_and_is_active_again(store: Store) -> None:
    before = await register_device(store, registration())
    await residents.retire([Retirement(before.device_id, store.now() + timedelta(seconds=1), "Unregistered")])
    assert await residents.active_devices([before.resident_id]) == []
    other = await register_device(store, registration("0c" * 32))
    after = await register_device(store, registration(resident_id=other.resident_id))
    assert after.device_id == before.device_id
    assert await residents.devices_of(before.resident_id) == []
    assert {device.state for device in await residents.devices_of(other.resident_id)} == {DeviceState.active}


async def test_a_phone_unused_for_half_a_year_rests_until_its_app_is_opened(store: Store) -> None:
    idle, used = await register_device(store, registration()), await register_device(store, registration("0c" * 32))
    device = await residents.find_device(idle.device_id)
    assert device
    device.registered_at = store.now() - IDLE_AFTER - timedelta(days=1)
    await residents.save_device(device)
    assert (await lay_off_idle(store), await lay_off_idle(store)) == (1, 0)
    assert await residents.active_devices([idle.resident_id]) == []
    assert len(await residents.active_devices([used.resident_id])) == 1
    await register_device(store, registration(resident_id=idle.resident_id))
    assert len(await residents.active_devices([idle.resident_id])) == 1


async def test_a_staff_phone_stays_one_until_it_is_somebody_elses(store: Store) -> None:
    mine, other = await register_device(store, registration()), await register_device(store, registration("0c" * 32))
    device = await residents.find_device(mine.device_id)
    assert device
    device.staff = True
    await residents.save_device(device)
    await register_device(store, registration(resident_id=mine.resident_id))
    assert [one.id for one in await residents.staff_devices()] == [mine.device_id]
    await register_device(store, registration(resident_id=other.resident_id))
    assert await residents.staff_devices() == []


async def test_a_token_that_died_before_it_was_registered_again_stays(store: Store) -> None:
    registered = await register_device(store, registration())
    long_ago = Retirement(registered.device_id, store.now() - timedelta(days=1), "Unregistered")
    assert await residents.retire([long_ago]) == 0
    now = Retirement(registered.device_id, store.now() + timedelta(seconds=1), "Unregistered")
    assert await residents.retire([now, now]) == 1
    (device,) = await residents.devices_of(registered.resident_id)
    assert (device.state, device.unregistered_reason) == (DeviceState.unregistered, "Unregistered")


@pytest.mark.parametrize("token", ["", "zz" * 32, "0a" * 31, "0a" * 32 + "0", "0a" * 101, "０a" * 32, "../" * 30])
async def test_what_is_no_token_is_refused_and_leaves_nothing(store: Store, token: str) -> None:
    with pytest.raises(InvalidDeviceToken) as refused:
        await register_device(store, registration(token))
    assert token not in refused.value.message or not token
    assert await Device.count() == 0


async def test_an_unknown_resident_cannot_own_a_device(store: Store) -> None:
    with pytest.raises(NotFound):
        await register_device(store, registration(resident_id=new_id()))


@given(st.text(max_size=220))
def test_whatever_passes_is_lower_case_hex(raw: str) -> None:
    try:
        token = device_token(Platform.ios, raw)
    except InvalidDeviceToken:
        return
    assert bytes.fromhex(token).hex() == token


async def test_following_twice_is_following_once(store: Store) -> None:
    resident_id = (await register_device(store, registration())).resident_id

    def command(kind: type[FollowCommand]) -> FollowCommand:
        key = new_id()
        return kind(
            actor=PHONE, idempotency_key=key, resident_id=resident_id, target=FollowTarget.topic, target_id="housing"
        )

    first = await follow(store, command(FollowCommand))
    assert await follow(store, command(FollowCommand)) == first
    assert first.channel == "topic:housing"
    assert [found.channel for found in await residents.follows_of(resident_id)] == ["topic:housing"]
    for _ in range(2):
        assert not (await unfollow(store, command(Unfollow))).following
    assert await residents.follows_of(resident_id) == []
