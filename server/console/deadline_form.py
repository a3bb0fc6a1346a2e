"""The form a row of the rule table is kept with: what stands in its fields, and the row it would make."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.datastructures import FormData

from content_models.deadlines.documents import DeadlineRule, DurationUnit
from content_models.deadlines.errors import RuleRefused
from server.console.forms import day_or_none, field
from server.console.organ_form import BAD_DAY

UNIT_NAMES: dict[str, str] = {
    DurationUnit.working_days: "个工作日",
    DurationUnit.days: "天（自然日）",
    DurationUnit.hours: "小时",
}
UNIT_CHOICES = list(UNIT_NAMES.items())
INCOMPLETE = {
    "value": "请填写 1 到 1000 的整数。",
    "basis": "请写明依据（2 到 200 个字），如规定的名称和条款。",
    "valid_from": "请填写从哪一天起。",
}


@dataclass(frozen=True, slots=True)
class RuleForm:
    """Exactly as typed."""

    rule_id: str = ""
    value: str = ""
    unit: str = ""
    basis: str = ""
    valid_from: str = ""
    valid_to: str = ""

    @classmethod
    def sent(cls, form: FormData) -> "RuleForm":
        return cls(*(field(form, name).strip() for name in cls.__slots__))

    @classmethod
    def showing(cls, row: DeadlineRule) -> "RuleForm":
        ended = row.valid_to.isoformat() if row.valid_to else ""
        return cls(row.rule_id, str(row.value), row.unit, row.basis, row.valid_from.isoformat(), ended)

    def terms(self) -> dict[str, Any]:
        """Raises RuleRefused."""
        number = self.value if self.value.isascii() and self.value.isdigit() and len(self.value) < 10 else None
        if number is None or self.unit not in set(DurationUnit):
            raise RuleRefused(problems={"value": INCOMPLETE["value"]})
        return {"value": int(number), "unit": self.unit, "basis": self.basis, "valid_to": self.day("valid_to")}

    def beginning(self) -> date:
        """Raises RuleRefused."""
        if day := self.day("valid_from"):
            return day
        raise RuleRefused(problems={"valid_from": INCOMPLETE["valid_from"]})

    def day(self, name: str) -> date | None:
        try:
            return day_or_none(getattr(self, name))
        except ValueError as error:
            raise RuleRefused(problems={name: BAD_DAY}) from error
