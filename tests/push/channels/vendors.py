"""Stand-ins for JPush, Getui, HarmonyOS Push Kit and a browser's push service, as their documents describe them."""

import base64
import hashlib
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import http_ece
import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from tests.push.channels.stand_in import Answer, Call, StandIn

APP_KEY, SECRET = "appkey000000000000000000", "mastersecret000000000000"


class JPush(StandIn):
    """Keeps the first answer of each cid; shows each device what it would see."""

    def __init__(self) -> None:
        super().__init__()
        self.given: set[str] = set()
        self.answers: dict[str, Answer] = {}
        self.shown: Counter[str] = Counter()
        self.unknown: set[str] = set()

    def answer(self, call: Call) -> Answer:
        login = base64.b64encode(f"{APP_KEY}:{SECRET}".encode()).decode()
        if call.headers.get("Authorization") != f"Basic {login}":
            return 401, {"error": {"code": 1004, "message": "authen failed"}}
        if call.path.endswith("/push/cid"):
            cid = f"{APP_KEY}-{len(self.given)}"
            self.given.add(cid)
            return 200, {"cidlist": [cid]}
        return self._push(call.body)

    def _push(self, body: dict) -> Answer:
        tokens, cid = body["audience"]["registration_id"], body["cid"]
        if len(tokens) > 1000 or cid not in self.given:
            return 400, {"error": {"code": 1003, "message": "invalid parameter"}}
        if cid in self.answers:
            return self.answers[cid]
        known = [token for token in tokens if token not in self.unknown]
        if not known:
            return 400, {"error": {"code": 1011, "message": "cannot find user by this audience"}}
        self.shown.update(known)
        self.answers[cid] = (200, {"sendno": "0", "msg_id": str(len(self.answers) + 1)})
        return self.answers[cid]


class Getui(StandIn):
    """Tokens end when told to; a `request_id` counts once; lists are answered device by device."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens: set[str] = set()
        self.requests: set[str] = set()
        self.messages: dict[str, dict] = {}
        self.fates: dict[str, str] = {}
        self.shown: Counter[str] = Counter()

    def answer(self, call: Call) -> Answer:
        body = call.body
        if call.path.endswith("/auth"):
            return self._auth(body)
        if call.headers.get("token") not in self.tokens:
            return 401, {"code": 10001, "msg": "token is invalid or expired"}
        if call.path.endswith("/push/list/message"):
            return self._message(body)
        return self._list(body)

    def _auth(self, body: dict) -> Answer:
        sign = hashlib.sha256(f"{APP_KEY}{body['timestamp']}{SECRET}".encode()).hexdigest()
        if (
            body["sign"] != sign
            or body["appkey"] != APP_KEY
            or abs(time.time() * 1000 - int(body["timestamp"])) > 600_000
        ):
            return 400, {"code": 10006, "msg": "sign error"}
        token = f"token-{len(self.calls)}"
        self.tokens.add(token)
        return 200, {"code": 0, "data": {"token": token, "expire_time": str(int(time.time() * 1000) + 86_400_000)}}

    def _message(self, body: dict) -> Answer:
        if not 10 <= len(body["request_id"]) <= 32:
            return 400, {"code": 20001, "msg": "request_id length"}
        if body["request_id"] in self.requests:
            return 200, {"code": 0, "msg": "discarded", "data": {}}
        self.requests.add(body["request_id"])
        taskid = f"RASL_{len(self.messages)}"
        self.messages[taskid] = body
        return 200, {"code": 0, "msg": "success", "data": {"taskid": taskid}}

    def _list(self, body: dict) -> Answer:
        tokens, taskid = body["audience"]["cid"], body["taskid"]
        if len(tokens) > 200 or taskid not in self.messages:
            return 400, {"code": 20001, "msg": "invalid parameter"}
        fates = {token: self.fates.get(token, "successed_offline") for token in tokens}
        self.shown.update(token for token, fate in fates.items() if fate.startswith("successed_o"))
        return 200, {"code": 0, "msg": "success", "data": {taskid: {t: f for t, f in fates.items() if f != "absent"}}}


class Harmony(StandIn):
    """Checks the JWT as the guide describes it; knows which tokens are illegal and why."""

    def __init__(self, public_key: rsa.RSAPublicKey) -> None:
        super().__init__()
        self.public_key = public_key
        self.expired: set[str] = set()
        self.illegal: dict[str, str] = {}
        self.shown: Counter[str] = Counter()

    def answer(self, call: Call) -> Answer:
        token = call.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            jwt.decode(token, self.public_key, algorithms=["PS256"], audience=AUDIENCE, issuer="108", leeway=5)
        except jwt.InvalidTokenError:
            return 401, {"code": "80200001", "msg": "Authentication Error.", "requestId": "1"}
        if token in self.expired:
            return 401, {"code": "80200005", "msg": "Jwt token expired.", "requestId": "1"}
        return self._send(call.body["target"]["token"])

    def _send(self, tokens: list[str]) -> Answer:
        by_reason: dict[str, list[str]] = {}
        for token in tokens:
            if why := self.illegal.get(token):
                by_reason.setdefault(why, []).append(token)
        bad = sum(map(len, by_reason.values()))
        self.shown.update(token for token in tokens if token not in self.illegal)
        told = json.dumps({"success": len(tokens) - bad, "failure": bad, "illegalTokens": by_reason})
        if bad == len(tokens):
            return 400, {"code": "80300007", "msg": told, "requestId": "1"}
        if bad:
            return 200, {"code": "80100000", "msg": told, "requestId": "1"}
        return 200, {"code": "80000000", "msg": "Success.", "requestId": "1"}


AUDIENCE = "https://oauth-login.cloud.huawei.com/oauth2/v3/token"


def service_account(folder: Path) -> tuple[Path, rsa.RSAPublicKey]:
    """The file as Huawei gives it out, and the key that checks what is signed with it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    file = folder / "harmony.json"
    file.write_text(json.dumps({"project_id": "3158", "key_id": "kid", "sub_account": "108", "private_key": pem}))
    return file, key.public_key()


class PushService(StandIn):
    """Answers 201 and keeps the last notice of each (browser, topic)."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: dict[tuple[str, str], Call] = {}

    def answer(self, call: Call) -> Answer:
        self.waiting[call.path, call.headers["Topic"]] = call
        return 201, {}


@dataclass
class Browser:
    """A subscription with its private half: it can read what was sent to it."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = b"0123456789abcdef"

    @property
    def token(self) -> str:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": _encoded(point), "auth": _encoded(self.auth)}
        return json.dumps({"endpoint": self.endpoint, "keys": keys})

    def read(self, call: Call) -> dict:
        return json.loads(http_ece.decrypt(call.raw, private_key=self.key, auth_secret=self.auth))


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
