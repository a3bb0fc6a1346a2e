"""A small editorial desk behind the real web app: people, sources, arrivals, and a client that acts as a browser."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import httpx
from fastapi import FastAPI
from pydantic import SecretStr
from selectolax.lexbor import LexborHTMLParser

from content_models.editorial.actions.adopt import Adopt, adopt
from content_models.editorial.actions.sign_off import Sign, sign_off
from content_models.editorial.actions.submit import Submit, submit
from content_models.editorial.documents import Role, Verdict
from content_models.editorial.rules import review_of
from content_models.intake import repository as intake
from content_models.intake.actions.group import group_new_items
from content_models.intake.actions.receive import receive
from content_models.intake.documents import ItemKind, NormalisedItem
from content_models.intake.rules import Incoming
from content_models.kit import outbox
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.official_text.doc_no import DocNo
from content_models.organs import repository as organs
from content_models.organs.documents import Organ, OrganLevel
from content_models.releases import repository as releases
from content_models.sources import repository as sources
from content_models.sources.documents import FetchError, Health, Source, SourceAuthority, SourceFamily
from content_models.staff import repository as staff_records
from content_models.timeline.effects import project_timeline
from content_models.timeline.timeline import Timeline
from content_models.topics import repository as topics
from server.app import create_app
from server.auth.accounts import create_staff
from server.deps import DemoAccount, Deps
from server.settings import Settings

PASSWORD = "correct-horse-示例"
SIGNERS = ("wang", "li", "zhao")
PEOPLE = {"wang": ("王编辑", Role.editor), "li": ("李科长", Role.section_head), "zhao": ("赵主任", Role.leader)}
HTML = {"accept": "text/html"}


@dataclass(frozen=True)
class Body:
    """An organ before a store is open."""

    id: str
    full_name: str
    short_name: str
    level: OrganLevel = OrganLevel.municipal


GOVERNMENT = Body("gov", "示例市人民政府办公室", "市府办")
HEALTH = Body("health", "示例市卫生健康委员会", "市卫健委")
WATER = Body("water", "示例市自来水公司", "自来水公司", OrganLevel.institution)
TITLE = "示例市人民政府办公室关于印发便民服务提升行动方案的通知"


def settings(**changes: Any) -> Settings:
    return Settings(_env_file=None, secret_key=SecretStr("k" * 40), **({"staff_totp": False} | changes))


async def open_desk(store: Store, **changes: Any) -> "Desk":
    """People, organs, topics and sources in the store, and the app on them."""
    for organ in (GOVERNMENT, HEALTH, WATER):
        await organs.save_organ(Organ(**asdict(organ), region_code="320000"))
    await topics.seed()
    for username, (name, role) in PEOPLE.items():
        await create_staff(store, username, name, [role], PASSWORD)
    await create_staff(store, "chen", "陈供稿", [Role.contributor], PASSWORD, organ_ids=[HEALTH.id])
    await create_staff(store, "sun", "孙批准", [Role.push_approver], PASSWORD)
    await create_staff(store, "qian", "钱监督", [Role.auditor], PASSWORD)
    await create_staff(store, "admin", "管理员", [Role.administrator], PASSWORD)
    shown = tuple(DemoAccount(username, PASSWORD, name, role) for username, (name, role) in PEOPLE.items())
    deps = Deps(store=store, settings=settings(**changes), timeline=Timeline(), demo_accounts=shown)
    desk = Desk(deps, create_app(deps))
    for organ, authority in ((GOVERNMENT, SourceAuthority.issuing_body), (HEALTH, SourceAuthority.department)):
        await desk.source(organ, authority)
    return desk


@dataclass
class Desk:
    deps: Deps
    app: FastAPI
    sources: dict[str, Source] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        return self.deps.store

    async def source(self, organ: Body, authority: SourceAuthority, health: Health | None = None) -> Source:
        source = Source(
            name=f"{organ.short_name}网站",
            organ_id=organ.id,
            family=SourceFamily.feed,
            url=f"http://{organ.id}.example/",
            authority=authority,
            topics=["government"],
            health=health or Health(last_asked_at=self.store.now(), last_answered_at=self.store.now()),
        )
        await sources.add(source)
        self.sources[organ.id] = source
        return source

    async def arrive(self, organ: Body, *items: NormalisedItem) -> list[str]:
        """Receive and group the items; gives their ids in the triage queue."""
        arrivals = [Incoming(item_key=item.url, raw="raw", item=item) for item in items]
        received = await receive(self.store, self.sources[organ.id], arrivals)
        await group_new_items(self.store, received.item_ids)
        return received.item_ids

    async def staff_id(self, username: str) -> str:
        staff = await staff_records.by_username(username)
        assert staff
        return staff.id

    async def settle(self) -> None:
        """What the worker and the background task do after a publish."""
        for row in await outbox.due(self.store.now(), 100):
            await project_timeline(self.store, row)
        await self.deps.timeline.refresh(self.store)

    @asynccontextmanager
    async def visitor(self) -> AsyncIterator[httpx.AsyncClient]:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://desk.test", headers=HTML) as client:
            yield client

    @asynccontextmanager
    async def logged_in(self, username: str) -> AsyncIterator[httpx.AsyncClient]:
        async with self.visitor() as client:
            answer = await client.post("/console/login", data={"username": username, "password": PASSWORD})
            assert answer.status_code == 303
            yield client


def a_policy(key: str = "1", title: str = TITLE, **fields: Any) -> NormalisedItem:
    given: dict[str, Any] = {
        "url": f"http://gov.example/{key}",
        "title": title,
        "kind": ItemKind.policy,
        "doc_no": DocNo(code="示政办发", year=2026, seq=12),
        "issuer_names": [GOVERNMENT.full_name],
        "signed_date": date(2026, 11, 2),
        "published_at": datetime.fromisoformat("2026-11-20T09:00:00+08:00"),
        "source_name": GOVERNMENT.full_name,
        "summary": "示例摘要：就近办、一次办、掌上办。",
        "body_html": "<p>各区人民政府：</p><p>一、总体要求</p><p>示例正文。</p>"
        "<p>二、主要任务</p><p>示例正文。</p><p>三、保障措施</p><p>示例正文。</p>",
    }
    return NormalisedItem(**(given | fields))


def form_of(page: httpx.Response, action: str) -> dict[str, Any]:
    """The fields of the form with this action, as a browser would send them untouched."""
    form = next(form for form in LexborHTMLParser(page.text).css("form") if form.attributes.get("action") == action)
    sent: dict[str, Any] = {}
    for control in form.css("input,textarea,select"):
        name, kind = control.attributes.get("name"), control.attributes.get("type")
        if not name or (kind in ("checkbox", "radio") and "checked" not in control.attributes):
            continue
        _add(sent, name, _value(control), repeated=kind == "checkbox")
    return sent


def _value(control: Any) -> str:
    if control.tag == "textarea":
        return unescape(control.text(deep=True))
    if control.tag == "select":
        options = control.css("option")
        chosen = next(
            (option for option in options if "selected" in option.attributes), options[0] if options else None
        )
        if chosen is None:
            return ""
        return (chosen.attributes["value"] or "") if "value" in chosen.attributes else chosen.text()
    return control.attributes.get("value") or ""


def _add(sent: dict[str, Any], name: str, value: str, *, repeated: bool) -> None:
    if repeated:
        sent.setdefault(name, []).append(value)
    else:
        sent[name] = value


def shown_text(page: httpx.Response) -> str:
    """What a reader sees, on one line."""
    tree = LexborHTMLParser(page.text)
    return re.sub(r"\s+", " ", tree.body.text(separator=" ")) if tree.body else ""


async def press(client: httpx.AsyncClient, page_address: str, action: str, **typed: Any) -> httpx.Response:
    """Open the page, fill in its form and send it, following the redirect as a browser does."""
    page = await client.get(page_address)
    assert page.status_code == 200, page.text[:500]
    return await client.post(action, data=form_of(page, action) | typed, follow_redirects=True)


async def adopt_first(client: httpx.AsyncClient, item_id: str) -> str:
    """Adopt through the console; gives the address of the draft."""
    answer = await press(client, f"/console/triage?item={item_id}", f"/console/triage/{item_id}/adopt")
    assert answer.status_code == 200
    listed = LexborHTMLParser((await client.get("/console/releases?state=draft")).text)
    return next(str(line.attributes["href"]) for line in listed.css("a.release-line"))


async def draft_from(desk: Desk, item_id: str) -> str:
    """Adopted by 王编辑 without the pages; gives the address of the draft."""
    item = await intake.load(item_id)
    change = await adopt(
        desk.store, Adopt(**await _asked(desk, "wang"), item_id=item_id, expected_version=item.version)
    )
    return f"/console/releases/{change.release_id}"


async def review(desk: Desk, release: str, signers: Sequence[str] = SIGNERS) -> None:
    """Submitted and signed by three people, without the pages: those of `review_on_pages` cost ten times as much."""
    subject = await releases.load(_id(release))
    at = {"release_id": subject.id, "expected_version": subject.version}
    change = await submit(desk.store, Submit(**await _asked(desk, "wang"), **at), desk.deps.settings.review_plan())
    stages = review_of(await releases.load(subject.id)).stages
    for stage, signer in zip(stages, signers, strict=False):
        at["expected_version"] = change.version
        said = {"stage": stage.id, "verdict": Verdict.approve, "comment": f"{signer} 已核"}
        change = await sign_off(desk.store, Sign(**await _asked(desk, signer), **at, **said))


async def _asked(desk: Desk, username: str) -> dict[str, Any]:
    staff = await staff_records.by_username(username)
    assert staff
    return {"actor": staff.as_actor(), "idempotency_key": new_id()}


def _id(address: str) -> str:
    return address.rpartition("/")[2]


async def review_on_pages(desk: Desk, release: str, signers: Sequence[str] = SIGNERS) -> None:
    """Submit, then three people sign, each on the release's page."""
    async with desk.logged_in("wang") as wang:
        assert (await press(wang, release, f"{release}/submit")).status_code == 200
    for signer in signers:
        async with desk.logged_in(signer) as client:
            answer = await press(client, release, f"{release}/sign", verdict="approve", comment=f"{signer} 已核")
            assert answer.status_code == 200, shown_text(answer)


async def publish(desk: Desk, release: str) -> httpx.Response:
    """Or correct, where it is public already: the page shows the one or the other."""
    async with desk.logged_in("zhao") as zhao:
        page = await zhao.get(release)
        corrects = f'action="{release}/correct"' in page.text
        action = f"{release}/{'correct' if corrects else 'publish'}"
        answer = await zhao.post(action, data=form_of(page, action), follow_redirects=True)
    await desk.settle()
    return answer


async def public_address(desk: Desk, release: str) -> str:
    subject = await releases.load(_id(release))
    assert subject.published_at, "the release is not public"
    return f"/a/{subject.slug}"


def failing(message: str, now: datetime) -> Health:
    error = FetchError(code="FETCH_TIMEOUT", message=message, at=now)
    return Health(last_asked_at=now, last_answered_at=now - timedelta(days=1), consecutive_failures=3, last_error=error)
