"""Whatever arrives, goes or is corrected while somebody pages: nothing twice, and nothing that was there all the time
left out."""

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from content_models.releases.channels import ALL
from content_models.timeline.repository import Place
from content_models.timeline.rules import Position
from content_models.timeline.timeline import Timeline

CHANNELS = ["topic:a", "topic:b", "must"]
ARRIVE, GO, CORRECT = "arrive", "go", "correct"
ACTS = st.tuples(st.sampled_from([ARRIVE, ARRIVE, GO, CORRECT]), st.integers(0, 30), st.sets(st.sampled_from(CHANNELS)))


@dataclass
class Feed:
    """A timeline and the truth beside it."""

    timeline: Timeline = field(default_factory=Timeline)
    live: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    made: int = 0

    def act(self, act: str, number: int, channels: set[str]) -> None:
        keys = sorted(self.live)
        if act == ARRIVE:
            self.made += 1
            key = f"r{self.made:03}"
            # Not only at the head: a release may come late, or be stood in for by another one.
            self.live[key] = (number, (ALL, *sorted(channels)))
            self._take_up(key, visible=True)
        elif keys and act == GO:
            key = keys[number % len(keys)]
            self._take_up(key, visible=False)
            del self.live[key]
        elif keys:
            key = keys[number % len(keys)]
            self.live[key] = (self.live[key][0], (ALL, *sorted(channels)))
            self._take_up(key, visible=True)

    def _take_up(self, key: str, *, visible: bool) -> None:
        published, channels = self.live[key]
        epoch = self.timeline.epoch + 1
        self.timeline.take_up([Place(key, published, channels, visible, epoch, epoch)], epoch)

    def in_channels(self, wanted: set[str]) -> set[str]:
        return {key for key, (_, channels) in self.live.items() if set(channels) & (wanted or {ALL})}


@given(
    st.lists(ACTS, max_size=25), st.lists(st.lists(ACTS, max_size=4), max_size=12), st.sets(st.sampled_from(CHANNELS))
)
def test_nothing_twice_and_nothing_left_out(before: list, meanwhile: list, wanted: set[str]) -> None:
    feed = Feed()
    for act in before:
        feed.act(*act)
    there_all_the_time = feed.in_channels(wanted)
    shown: list[str] = []
    after: Position | None = None
    for acts in [*meanwhile, *[[]] * 60]:
        page = feed.timeline.page(wanted, 2, after)
        shown += [position.release_id for position in page.positions]
        after = page.positions[-1] if page.positions else after
        there_all_the_time &= feed.in_channels(wanted)
        if not page.has_next:
            break
        for act in acts:
            feed.act(*act)
            there_all_the_time &= feed.in_channels(wanted)
    assert len(shown) == len(set(shown))
    assert there_all_the_time <= set(shown)
