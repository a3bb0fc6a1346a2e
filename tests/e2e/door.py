"""Getting into the console: at its door, as a person does, or with the cookie of somebody who has logged in."""

import time
from typing import Any

import pyotp

from server.auth import sessions, totp
from tests.e2e.faces import Faces
from tests.server.desk import PASSWORD, Desk


def log_in(page: Any, faces: Faces, username: str, password: str = PASSWORD) -> None:
    page.goto(f"{faces.address}/console/login")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.keyboard.press("Enter")


async def session_of(desk: Desk, username: str) -> str:
    """The cookie of somebody who has logged in."""
    async with desk.logged_in(username) as client:
        return client.cookies[sessions.COOKIE]


def enter(page: Any, faces: Faces, username: str) -> None:
    """As somebody else, from now on. Without the door and the queue behind it, which cost as much as what is tested."""
    session = faces.run(lambda desk: session_of(desk, username))
    page.context.add_cookies([{"name": sessions.COOKIE, "value": session, "url": faces.address}])


def open_queue(page: Any, faces: Faces, username: str) -> None:
    enter(page, faces, username)
    page.goto(f"{faces.address}/console/triage", wait_until="load")  # module scripts have run by then


def fresh_code(secret: str, used: str = "") -> str:
    """A code that was not used yet: the next one where this half minute's is."""
    clock = pyotp.TOTP(secret)
    code = clock.now()
    return code if code != used else clock.at(int(time.time()) + totp.STEP)
