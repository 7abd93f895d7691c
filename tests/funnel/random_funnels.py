"""Funnels nobody drew, of any size, always the same for one seed: for tests and benchmarks."""

import random
from itertools import pairwise

from funnelcraft.funnel.geometry import COLUMN, ROW
from funnelcraft.funnel.model import Capacity, Funnel, Role, Sla, Source, Stage, Trigger, Volume
from funnelcraft.funnel.velocity import FixedTime
from tests.funnel.builders import funnel, source, stage, trigger

DEPARTMENTS = ("marketing", "sales", "partners", "service")
STAGES_IN_A_LINE = 24
DAYS = FixedTime(mean_days=3.0)
WORDS = ("Known", "Responded", "Qualified", "Accepted", "Demo", "Quote", "Contract", "Review")


def random_funnel(seed: int, stages: int = 12, triggers: int = 18) -> Funnel:
    """Return a funnel of so many stages and triggers, each stage on the grid, none on another.

    It consists of lines of business, each with a path to its win through several departments, some
    gates, a stage for the lost and one that nurtures; further triggers go back, aside and across.
    """
    chance = random.Random(seed)
    roles = tuple(Role(id=name, name=name.title(), department=name) for name in DEPARTMENTS)
    made: list[Stage] = []
    drawn: dict[tuple[str, str], Trigger] = {}
    filled: list[Source] = []
    row = 0
    while len(made) < stages:
        line = _line(chance, f"l{row}", min(stages - len(made), STAGES_IN_A_LINE), row)
        made += line
        for one in _path(line, chance):
            drawn[one.from_stage, one.to_stage] = one
        into = line[0].id
        filled.append(
            source(
                into, id=f"source-{into}", volume=Volume(leads_per_month=chance.randint(20, 900))
            )
        )
        row += 1
    drawn = dict(list(drawn.items())[:triggers])
    _scatter(drawn, made, triggers, chance)
    return funnel(
        title=f"Random {seed}",
        roles=roles,
        stages=tuple(made),
        triggers=tuple(drawn.values()),
        sources=tuple(filled),
    )


def _line(chance: random.Random, name: str, size: int, row: int) -> list[Stage]:
    owners = sorted(chance.choices(range(len(DEPARTMENTS)), k=size))
    kinds = ["open"] * size
    for place in range(1, size - 3):
        kinds[place] = "gate" if chance.random() < 0.06 else "open"
    if size > 3:
        kinds[-2:] = ["lost", "won"]
    found = []
    for place in range(size):
        is_open = kinds[place] == "open"
        term = f"{chance.choice(WORDS)} {place}" if is_open else kinds[place].title()
        found.append(
            stage(
                f"{name}s{place}",
                kinds[place],
                term=term,
                abbreviation=f"S{place}",
                owner=DEPARTMENTS[owners[place]],
                sla=Sla(days=2) if is_open and chance.random() < 0.2 else None,
                capacity=Capacity(leads_per_day=30) if is_open and chance.random() < 0.2 else None,
                position=(place * COLUMN, 2 * row * ROW + (ROW if kinds[place] == "lost" else 0.0)),
            )
        )
    return found


def _path(line: list[Stage], chance: random.Random) -> list[Trigger]:
    ahead = [one for one in line if one.kind != "lost"]
    found = []
    for before, after in pairwise(ahead):
        share = None if before.kind == "gate" else round(chance.uniform(0.2, 0.6), 2)
        found.append(trigger(before.id, after.id, share, velocity=None if share is None else DAYS))
    return found


def _scatter(
    drawn: dict[tuple[str, str], Trigger], made: list[Stage], most: int, chance: random.Random
) -> None:
    """Add triggers that go back, aside and across, most of them within a line."""
    leaving = [one for one in made if one.kind in ("open", "gate")]
    for _try in range(60 * most):
        if len(drawn) >= most or not leaving:
            return
        origin = chance.choice(leaving)
        line = origin.id.partition("s")[0] + "s"
        own = [one for one in made if one.id.startswith(line)] or made
        target = chance.choice(own if chance.random() < 0.95 else made)
        if target.id == origin.id or (origin.id, target.id) in drawn or target.kind == "won":
            continue
        goes_back = made.index(target) < made.index(origin)
        kind = "disqualify" if target.kind == "lost" else "recycle" if goes_back else "progress"
        one = trigger(origin.id, target.id, 0.02, kind=kind, velocity=DAYS)
        drawn[origin.id, target.id] = one
