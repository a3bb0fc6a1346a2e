"""Getting in at the console's door, as a person with a phone does."""

import time
from typing import Any

import pyotp

from server.auth import totp
from tests.e2e.faces import Faces
from tests.server.desk import PASSWORD


def log_in(page: Any, faces: Faces, username: str, password: str = PASSWORD) -> None:
    page.goto(f"{faces.address}/console/login")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.keyboard.press("Enter")


def fresh_code(secret: str, used: str = "") -> str:
    """A code that was not used yet: the next one where this half minute's is."""
    clock = pyotp.TOTP(secret)
    code = clock.now()
    return code if code != used else clock.at(int(time.time()) + totp.STEP)
