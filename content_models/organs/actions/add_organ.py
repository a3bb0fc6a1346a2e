"""`add_organ` 新增机构: one more body that issues, publishes or serves."""

from datetime import date

from pydantic import BaseModel, Field

from content_models.audit.actions.note_change import differences, note_change
from content_models.kit.commands import Command, clash_as, perform
from content_models.kit.ids import new_id
from content_models.kit.store import Session, Store
from content_models.organs import repository as organs
from content_models.organs.actions.checking import fault_of_names, fault_of_region
from content_models.organs.actions.save import save_within
from content_models.organs.documents import Organ, OrganCode, OrganLevel
from content_models.organs.errors import OrganRefused
from content_models.staff.rights import Right, require

MOST_ALIASES = 30
MOST_CODES = 20
LONGEST_NAME = 60  # characters
SAID = {"full_name", "short_name", "aliases", "level", "region_code", "codes", "valid_from", "valid_to"}


class AddOrgan(Command):
    full_name: str = Field(min_length=2, max_length=LONGEST_NAME)
    short_name: str = Field(min_length=1, max_length=LONGEST_NAME)
    aliases: list[str] = Field(default=[], max_length=MOST_ALIASES)
    level: OrganLevel
    region_code: str
    codes: list[OrganCode] = Field(default=[], max_length=MOST_CODES)
    valid_from: date | None = None


class OrganKept(BaseModel):
    organ_id: str
    version: int


async def add_organ(store: Store, command: AddOrgan) -> OrganKept:
    """Raises NotAllowed, OrganRefused (no such region, a name that stands already), IdempotencyKeyReused."""
    with clash_as(already_there()):
        return await perform(store, command, _add, OrganKept)


def already_there() -> OrganRefused:
    return OrganRefused(problems={"full_name": "同名机构已在清单里（起始日期也相同），请先查一查。"})


async def _add(store: Store, session: Session, command: AddOrgan) -> OrganKept:
    require(command.actor, Right.keep_reference, "只有管理员可以新增机构。")
    problems = await fault_of_region(command.region_code, session) | fault_of_names(command.aliases, LONGEST_NAME)
    if problems:
        raise OrganRefused(problems=problems)
    organ = Organ(id=new_id(), **command.model_dump(exclude={"actor", "idempotency_key"}))
    await save_within(store, session, organ)
    said = differences({}, await described(organ, session))
    await note_change(store, session, command.actor, "organ added", f"organ.{organ.id}", said)
    return OrganKept(organ_id=organ.id, version=organ.version)


async def described(organ: Organ, session: Session) -> dict[str, object]:
    """What a change of an organ is told by: names in place of ids."""
    said: dict[str, object] = organ.model_dump(include=SAID)
    follows = await organs.load_many([organ.successor_id] if organ.successor_id else [], session)
    regions = await organs.load_regions([organ.region_code])
    return said | {
        "codes": [code.code for code in organ.codes],
        "successor_id": next((one.full_name for one in follows.values()), None),
        "region_code": regions[organ.region_code].name if organ.region_code in regions else organ.region_code,
    }
