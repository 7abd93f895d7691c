"""A funnel seen as a graph: what reaches what, and what goes round in circles.

Nodes are stage ids, edges are triggers whose two stages exist. Asked on the way to the first
picture and after every edit: the standard library answers before a graph library is imported.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from graphlib import CycleError, TopologicalSorter

from funnelcraft.funnel.model import ENDS, Funnel, Stage, Trigger


def stages_by_id(funnel: Funnel) -> dict[str, Stage]:
    """Return the stages by id; of two with one id, the first."""
    found: dict[str, Stage] = {}
    for stage in funnel.stages:
        found.setdefault(stage.id, stage)
    return found


def triggers_from(funnel: Funnel, stage_id: str) -> tuple[Trigger, ...]:
    """Return the triggers that leave a stage, in the document's order."""
    return tuple(t for t in funnel.triggers if t.from_stage == stage_id)


def successors(
    funnel: Funnel, keep: Callable[[Trigger], bool] = lambda _trigger: True
) -> dict[str, list[str]]:
    """Return for every stage the stages its kept triggers lead to."""
    known = stages_by_id(funnel)
    following: dict[str, list[str]] = {stage_id: [] for stage_id in known}
    for trigger in funnel.triggers:
        if trigger.from_stage in known and trigger.to_stage in known and keep(trigger):
            following[trigger.from_stage].append(trigger.to_stage)
    return following


def reached(following: dict[str, list[str]], starts: Iterable[str]) -> set[str]:
    """Return the stages that can be reached from the given ones, themselves included."""
    seen: set[str] = set()
    waiting = [start for start in starts if start in following]
    while waiting:
        stage_id = waiting.pop()
        if stage_id not in seen:
            seen.add(stage_id)
            waiting.extend(following[stage_id])
    return seen


def entered_stages(funnel: Funnel) -> set[str]:
    """Return the stages into which sources or the opening pipeline put leads."""
    return {source.into for source in funnel.sources} | {held.stage for held in funnel.opening}


def stages_with_an_end(funnel: Funnel) -> set[str]:
    """Return the stages from which a won or lost stage can be reached."""
    backwards: dict[str, list[str]] = defaultdict(list)
    for origin, targets in successors(funnel).items():
        backwards.setdefault(origin, [])
        for target in targets:
            backwards[target].append(origin)
    return reached(backwards, (s.id for s in funnel.stages if s.kind in ENDS))


def cycle(following: dict[str, list[str]]) -> list[str]:
    """Return the stages of one cycle in their order, or an empty list where there is none."""
    # graphlib wants predecessors and reports the cycle in that direction: fed successors, it
    # reports against the flow, hence reversed; the first stage is named twice.
    try:
        TopologicalSorter(following).prepare()
    except CycleError as found:
        around: list[str] = found.args[1]
        return around[::-1][1:]
    return []


def recycling_stages(funnel: Funnel) -> set[str]:
    """Return the stages that only take leads back: entered by recycle triggers, by no source.

    Leads that wait there already, taken back earlier, change nothing of that.
    """
    entering: dict[str, set[str]] = defaultdict(set)
    for trigger in funnel.triggers:
        entering[trigger.to_stage].add(trigger.kind)
    taken_back = {stage_id for stage_id, kinds in entering.items() if kinds == {"recycle"}}
    return taken_back - {source.into for source in funnel.sources}


def is_recycling(funnel: Funnel, stage_id: str) -> bool:
    """Say whether a stage only takes leads back."""
    return stage_id in recycling_stages(funnel)


def main_path(funnel: Funnel) -> list[str]:
    """Return the stages from the top of the funnel to its win along progress triggers.

    It starts at the stage that progress enters from nowhere else (the way back from recycling does
    not count), one that a source fills if there is one. At each stage it takes the progress trigger
    that was drawn first and leads on to a stage not yet on the path.
    """
    known = stages_by_id(funnel)
    aside = recycling_stages(funnel)
    following = successors(
        funnel,
        lambda t: t.kind == "progress" and t.from_stage != t.to_stage and t.from_stage not in aside,
    )
    entered = {target for targets in following.values() for target in targets}
    starts = [s for s in known if s not in entered and known[s].kind not in ENDS]
    filled = entered_stages(funnel)
    starts.sort(key=lambda stage_id: (stage_id not in filled, not following[stage_id]))
    path: list[str] = []
    on_path: set[str] = set()
    current = starts[0] if starts else next(iter(known), None)
    while current is not None:
        path.append(current)
        on_path.add(current)
        ahead = (s for s in following[current] if s not in on_path and known[s].kind != "lost")
        current = next(ahead, None)
    return path


def stages_in_order(funnel: Funnel) -> tuple[Stage, ...]:
    """Return the stages top-down: the main path, other open stages, won, then lost stages."""
    rank = {stage_id: place for place, stage_id in enumerate(main_path(funnel))}
    last = len(rank)
    kinds = {"won": 2, "lost": 3}

    def key(stage: Stage) -> tuple[int, int]:
        if stage.kind in kinds:
            return kinds[stage.kind], 0
        return (0, rank[stage.id]) if stage.id in rank else (1, last)

    return tuple(sorted(funnel.stages, key=key))
