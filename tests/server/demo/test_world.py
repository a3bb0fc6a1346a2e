"""What the demo keeps in its data folder, so that a second run finds the same city."""

import socket
from pathlib import Path

import jwt
import pytest

from server.demo.ports import kept_ports
from server.demo.world import create_world
from server.engines.errors import PortInUse
from server.settings import PushMode, Settings


def settings(folder: Path, push: PushMode = PushMode.apns) -> Settings:
    return Settings(data_dir=folder, push=push, _env_file=None)  # type: ignore[call-arg]


def test_city_keeps_its_address_and_people_their_passwords(tmp_path: Path) -> None:
    assert create_world(settings(tmp_path)) == create_world(settings(tmp_path))


def test_another_folder_is_another_city(tmp_path: Path) -> None:
    one, other = create_world(settings(tmp_path / "one")), create_world(settings(tmp_path / "other"))
    assert one.accounts != other.accounts
    assert one.ports != other.ports


def test_taken_port_is_said_before_anything_starts(tmp_path: Path) -> None:
    ports = kept_ports(tmp_path)
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", ports.city))
        squatter.listen()
        with pytest.raises(PortInUse):
            kept_ports(tmp_path)


def test_push_goes_to_the_stand_in_with_a_key_that_signs(tmp_path: Path) -> None:
    world = create_world(settings(tmp_path))
    assert (world.settings.apns_host, world.settings.apns_port) == ("127.0.0.1", world.ports.apns)
    assert world.settings.apns_key_file is not None
    assert jwt.encode({"iss": "DEMOTEAM01"}, world.settings.apns_key_file.read_text(), algorithm="ES256")
    assert [child.name for child in world.children] == ["city", "apns"]


def test_push_to_the_log_needs_no_stand_in(tmp_path: Path) -> None:
    world = create_world(settings(tmp_path, PushMode.log))
    assert [child.name for child in world.children] == ["city"]
    assert world.settings.apns_key_file is None


def test_settings_survive_the_way_to_a_child_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = create_world(settings(tmp_path))
    for name, value in world.settings.as_environment().items():
        monkeypatch.setenv(name, value)
    assert Settings(_env_file=None).poll_tick == world.settings.poll_tick  # type: ignore[call-arg]
