"""The outcome of a check, for people and for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.table import Table

from server.demo.check.step import Outcome


@dataclass(frozen=True)
class Report:
    outcomes: Sequence[Outcome]
    seconds: float

    @property
    def passed(self) -> bool:
        return all(outcome.passed for outcome in self.outcomes)

    def as_json(self) -> str:
        """`passed`, `seconds` and `steps`, each with `name`, `passed`, `words` and `seconds`."""
        steps = [asdict(outcome) | {"seconds": round(outcome.seconds, 2)} for outcome in self.outcomes]
        body = {"passed": self.passed, "seconds": round(self.seconds, 2), "steps": steps}
        return json.dumps(body, ensure_ascii=False, indent=2)

    def as_table(self) -> Table:
        table = Table(title=f"演示检查：{'全部通过' if self.passed else '未通过'}（{self.seconds:.1f} 秒）")
        table.add_column("步骤")
        table.add_column("结果")
        table.add_column("所见", overflow="fold")
        table.add_column("用时", justify="right")
        for outcome in self.outcomes:
            mark = "[green]通过[/]" if outcome.passed else "[red]未通过[/]"
            table.add_row(outcome.name, mark, outcome.words, f"{outcome.seconds:.1f} 秒")
        return table
