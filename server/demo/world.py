"""The demo around the product: two more processes, and settings that point the product at them."""

import os
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from content_models.kit.clock import utc_now
from server.demo.apns_stand_in.certificate import make_signing_key
from server.demo.logins import kept_accounts
from server.demo.phones import PHONES
from server.demo.ports import Ports, kept_ports
from server.deps import DemoAccount
from server.engines.data_folder import DataFolder, Holder
from server.engines.ports import LOOPBACK
from server.processes.child import Child
from server.processes.probes import http_answers
from server.settings import PushMode, Settings

POLL_TICK = timedelta(seconds=1)
POLL_LIMIT = timedelta(seconds=10)
ACCOUNTS = "accounts.json"


@dataclass(frozen=True)
class World:
    """`settings` are those of the product; `folder` holds what the demo itself keeps."""

    settings: Settings
    folder: Path
    ports: Ports
    accounts: tuple[DemoAccount, ...]

    @property
    def children(self) -> list[Child]:
        started = [_city(self.folder, self.ports)]
        return [*started, _apns(self.folder, self.ports)] if self.settings.push is PushMode.apns else started


def create_world(settings: Settings) -> World:
    """Raises DataFolderInUse, PortInUse."""
    data = DataFolder(settings.data_dir)
    with data.locked(Holder(pid=os.getpid(), started=utc_now())):
        folder = data.path / "demo"
        ports, accounts = kept_ports(folder), kept_accounts(folder / ACCOUNTS)
        changes = _changes(settings, folder, ports)
    return World(settings.model_copy(update=changes), folder, ports, accounts)


def _changes(settings: Settings, folder: Path, ports: Ports) -> dict[str, object]:
    shown = {
        "graphiql": True,
        "staff_totp": False,
        "demo_accounts": folder / ACCOUNTS,
        "poll_tick": POLL_TICK,
        "poll_limit": POLL_LIMIT,
    }
    if settings.push is PushMode.log:
        return shown
    return shown | {
        "apns_host": LOOPBACK,
        "apns_port": ports.apns,
        "apns_team_id": "DEMOTEAM01",
        "apns_key_id": "DEMOKEY001",
        "apns_key_file": _kept_signing_key(folder / "apns-key.p8"),
        "apns_ca_file": folder / "apns" / "ca.pem",
    }


def _kept_signing_key(file: Path) -> Path:
    return file if file.exists() else make_signing_key(file)


def _city(folder: Path, ports: Ports) -> Child:
    command = [sys.executable, "-m", "server.demo.city", "--port", str(ports.city), "--folder", str(folder / "city")]
    return Child(name="city", command=command, answers=http_answers(LOOPBACK, ports.city, "/"), stop_within=0.5)


def _apns(folder: Path, ports: Ports) -> Child:
    command = [sys.executable, "-m", "server.demo.apns_stand_in", "--folder", str(folder / "apns")]
    command += ["--port", str(ports.apns), "--stats-port", str(ports.apns_stats)]
    command += [f"--unregistered={phone.token}" for phone in PHONES if phone.uninstalled]
    return Child(name="apns", command=command, answers=http_answers(LOOPBACK, ports.apns_stats, "/"), stop_within=0.5)
