"""Steps (编排步骤): the audience in stretches, in the order of its residents. A resident's devices stay together."""

from bisect import bisect_right
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field

from content_models.announcements.documents import CHUNK_DEVICES, Announcement, Campaign
from content_models.residents import repository as residents
from content_models.residents.documents import Device
from content_models.residents.inbox import repository as inboxes
from content_models.residents.roster import repository as roster
from content_models.residents.roster.documents import RosterPage
from content_models.residents.roster.rules import Addressed, devices_at, wanted

STEP_DEVICES = 4 * CHUNK_DEVICES  # that become chunks in one transaction: parted by platform, they still fill them,
STEP_BYTES = 8 * 1024 * 1024  # which the store takes no more than 16 MB of
STEP_RESIDENTS = 20_000  # who may have no device at all


@dataclass(slots=True)
class Step:
    """Whom it addresses, and their devices: possibly none."""

    residents: list[str] = field(default_factory=list)
    devices: list[Addressed] = field(default_factory=list)
    size: int = 0  # bytes

    @property
    def is_full(self) -> bool:
        return len(self.devices) >= STEP_DEVICES or self.size >= STEP_BYTES or len(self.residents) >= STEP_RESIDENTS

    @property
    def end(self) -> str:
        """Behind whom the next one begins."""
        return self.residents[-1]

    def take(self, resident_id: str, devices: list[Addressed]) -> None:
        self.residents.append(resident_id)
        self.devices += devices
        self.size += sum(device.size for device in devices)


async def next_step(campaign: Campaign, after: str) -> Step | None:
    """The audience behind that resident, as it is now; None at its end."""
    step = Step()
    async for part in (_of_digest if campaign.announcement is Announcement.digest else _of_roster)(campaign, after):
        for resident_id, devices in part:
            step.take(resident_id, devices)
            if step.is_full:
                return step
    return step if step.residents else None


Part = Iterable[tuple[str, list[Addressed]]]


async def _of_roster(campaign: Campaign, after: str) -> AsyncIterator[Part]:
    """Whoever follows one of the channels; for what everybody must see also whoever lives where it applies."""
    async for page in _pages_behind(after):
        places = wanted(page, campaign.channels, campaign.must_see_region, after)
        yield zip((page.resident_ids[place] for place in places), devices_at(page, places), strict=True)


async def _pages_behind(after: str) -> AsyncIterator[RosterPage]:
    """One at a time: memory stays flat. The roster may become another one meanwhile, so it is looked at anew."""
    following: str | None = after
    while following is not None and (state := await roster.state()) is not None and state.generation is not None:
        number = bisect_right(state.firsts, following)
        page = await roster.page(state.generation, state.firsts[number - 1])
        if page is not None:  # else it has just become another one
            yield page
            following = state.firsts[number] if number < len(state.firsts) else None


async def _of_digest(campaign: Campaign, after: str) -> AsyncIterator[Part]:
    """Whoever has something in this digest."""
    while page := await inboxes.digest_recipients(campaign.id, after):
        devices: dict[str, list[Addressed]] = {resident_id: [] for resident_id in page}
        for one in await residents.active_devices(page):
            devices[one.resident_id].append(addressed(one))
        yield devices.items()
        after = page[-1]


def addressed(device: Device) -> Addressed:
    return Addressed(device.id, device.resident_id, device.platform, device.token)
