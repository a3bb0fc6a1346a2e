"""The demo's play, act by act. Every act may be interrupted and repeated; the play goes on where it stopped."""

from content_models.announcements import repository as campaigns
from content_models.announcements.documents import Announcement, Campaign
from content_models.announcements.rules import campaign_id
from content_models.kit.store import Store
from content_models.overview.actions.tally import tally
from content_models.releases.documents import Release
from server.demo import phones
from server.demo.city.records import Happening
from server.demo.department import send_in
from server.demo.happenings import Tell, befall
from server.demo.logins import hire
from server.demo.newsroom import Newsroom, title_of
from server.demo.patience import eventually, persistently
from server.demo.plan import LEAD, SECOND, STORIES, Reach
from server.demo.seed import seed
from server.demo.web import Web
from server.demo.world import World

PATIENCE = 60.0  # seconds for one act, engines that are restarted included

_DONE = {
    Reach.drafted: "已采用，待送审",
    Reach.submitted: "已送审，待初审",
    Reach.first_signed: "初审已签，待复审",
    Reach.published: "三审完成，已发布",
    Reach.withdrawn: "发布后撤回",
}


async def play(world: World, store: Store, web: Web, tell: Tell) -> None:
    """The whole play; `tell` gets one sentence for each thing that has happened. Raises DemoStuck."""
    newsroom = await _open_newsroom(world, store)
    tell("机构、主题、来源、人员已就位，开始采集")
    sent = await persistently("部门报送", lambda: send_in(world, store, web), within=PATIENCE)
    tell(f"一个部门不等抓取，签名报送了 {sent} 条")
    for happening in (Happening.move, Happening.redesign):
        await befall(world, web, happening, tell)
    for story in STORIES:
        await newsroom.bring(story)
        tell(f"{_DONE[story.reach]}：{title_of(story.text)}")
    connected = await persistently("登记演示手机", lambda: phones.connect(web), within=PATIENCE)
    tell(f"{len(connected)} 部演示手机已登记并关注")
    for story in (LEAD, SECOND):
        release = await newsroom.bring(story)
        tell(f"政策与解读同时发布：{title_of(story.text)}")
        await _pushed(release, tell)
    await befall(world, web, Happening.correct, tell)
    await persistently("统计", lambda: tally(store), within=PATIENCE)  # the overview has its figures at first sight


async def _open_newsroom(world: World, store: Store) -> Newsroom:
    await persistently("准备基础数据", lambda: seed(store, world.ports.city_url), within=PATIENCE)
    staff = await persistently("开设演示账号", lambda: hire(store, world.accounts), within=PATIENCE)
    return Newsroom(store, staff)


async def _pushed(release: Release, tell: Tell) -> None:
    campaign = await eventually("推送完成", lambda: _finished_campaign(release), within=PATIENCE)
    tell(f"推送完成：送达 {campaign.counts.handed}，失效 {campaign.counts.failed}")


async def _finished_campaign(release: Release) -> Campaign | None:
    campaign = await campaigns.find(campaign_id(Announcement.publication, release.id))
    return campaign if campaign and campaign.finished_at else None
