"""A new funnel from a diagram: nodes become stages, arrows triggers, groups departments.

What the diagram says itself comes first; where it is silent, words and shapes are read the way
people mean them: a node called "Closed lost" is an end, an arrow that leads back recycles.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from funnelcraft.funnel.ids import LONGEST_ID, new_id
from funnelcraft.funnel.layout import laid_out
from funnelcraft.funnel.model import (
    ALL,
    ENDS,
    STAGE_KINDS,
    TRIGGER_KINDS,
    Funnel,
    Role,
    Segment,
    Source,
    Stage,
    Trigger,
    Volume,
)
from funnelcraft.io.clean_text import clean, one_line
from funnelcraft.io.diagrams.facts import conversion_of, figure, role_of, sla_of, time_of
from funnelcraft.io.diagrams.sketch import SOURCE, Link, Node, Sketch
from funnelcraft.io.templates import month_after

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
# Words of ends, whole and in any case.
_LOST = re.compile(
    r"\b(lost|disqualified|rejected|dead|unqualified|no outcome|churned|verloren|abgelehnt)\b", re.I
)
_WON = re.compile(r"\b(won|customer|closed|signed|purchased|sale|deal|gewonnen|kunde)\b", re.I)


class _Ids:
    """Ids of one kind of part. Thousands of equal names take no longer than different ones."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: Counter[str] = Counter()

    def take(self, said: str, text: str) -> str:
        """Take the id that a diagram of ours names, where it is fit and free, or a new one."""
        made = said
        if len(said) > LONGEST_ID or not _ID.fullmatch(said) or said in self._taken:
            base = made = new_id(text, ())
            while made in self._taken:
                self._last[base] += 1
                made = f"{base}-{self._last[base] + 1}"
        self._taken.add(made)
        return made


def funnel_of(sketch: Sketch, name: str, today: date | None = None) -> Funnel:
    """Return a new document; `name` is its title where the diagram has none.

    It begins with the month after `today`, as a template does.
    """
    kinds = _node_kinds(sketch)
    stages, roles, stage_ids = _stages(sketch, kinds)
    sources = _sources(sketch, kinds, stage_ids)
    segments = {one.segment for one in sources if one.segment != ALL}
    funnel = Funnel(
        title=one_line(sketch.title) or one_line(name),
        start=month_after(today or date.today()).isoformat(),
        segments=tuple(Segment(id=one, name=one) for one in sorted(segments)),
        roles=roles,
        stages=stages,
        triggers=_triggers(sketch, stage_ids, {one.id: one for one in stages}),
        sources=sources,
    )
    return laid_out(funnel)


def _node_kinds(sketch: Sketch) -> dict[str, str]:
    """Return every node's kind: as it says itself, or guessed by its words where it is an end."""
    leaving = {link.origin for link in sketch.links}
    return {node.id: _node_kind(node, node.id in leaving) for node in sketch.nodes}


def _node_kind(node: Node, is_left: bool) -> str:
    said = node.facts.get("kind") or node.kind
    if said in (*STAGE_KINDS, SOURCE):
        return said
    if is_left:
        return "open"
    if says_lost(node.name):
        return "lost"
    return "won" if _WON.search(node.name) else "open"


def says_lost(name: str) -> bool:
    """Say whether an end of this name is one where leads are lost."""
    return _LOST.search(name) is not None


def _stages(
    sketch: Sketch, kinds: Mapping[str, str]
) -> tuple[tuple[Stage, ...], tuple[Role, ...], dict[str, str]]:
    """Return the stages, who owns them, and which stage each node became."""
    roles: dict[str, Role] = {}
    owners: dict[tuple[str, str], str] = {}  # role ids by what the diagram calls them
    role_ids = _Ids()
    ids: dict[str, str] = {}
    taken = _Ids()
    stages = []
    for node in sketch.nodes:
        if kinds[node.id] == SOURCE:
            continue
        stage_id = taken.take(node.facts.get("id", ""), one_line(node.name) or node.id)
        ids[node.id] = stage_id
        stages.append(
            Stage(
                id=stage_id,
                term=one_line(node.name),
                abbreviation=node.facts.get("abbreviation", ""),
                kind=kinds[node.id],
                definition=clean(node.facts.get("definition", "")),
                owner=_owner(node, roles, owners, role_ids),
                sla=sla_of(node.facts),
            )
        )
    return tuple(stages), tuple(roles.values()), ids


def _owner(
    node: Node, roles: dict[str, Role], owners: dict[tuple[str, str], str], taken: _Ids
) -> str | None:
    """Return the id of the role that owns a node's stage, and add it where it is new.

    Another group than a diagram of ours named means that somebody moved the node.
    """
    facts = dict(node.facts)
    group = one_line(node.group)
    if group and group != facts.get("department", ""):
        facts = {"department": group}
    if not facts.get("department") and not facts.get("role"):
        return None
    key = (facts.get("department", ""), facts.get("role", "") or facts.get("department", ""))
    if key not in owners:
        owners[key] = taken.take(facts.get("owner", ""), key[1])
        roles[owners[key]] = role_of(facts, owners[key])
    return owners[key]


def _sources(
    sketch: Sketch, kinds: Mapping[str, str], stage_ids: Mapping[str, str]
) -> tuple[Source, ...]:
    """Return a source for every arrow from a node that is one to a stage."""
    nodes = {node.id: node for node in sketch.nodes}
    found: list[Source] = []
    taken = _Ids()
    for link in sketch.links:
        if kinds.get(link.origin) != SOURCE or link.target not in stage_ids:
            continue
        node = nodes[link.origin]
        source_id = taken.take(node.facts.get("id", ""), one_line(node.name) or SOURCE)
        segment = node.facts.get("segment", "")
        found.append(
            Source(
                id=source_id,
                name=one_line(node.name),
                into=stage_ids[link.target],
                segment=segment if _ID.fullmatch(segment) else ALL,
                volume=Volume(leads_per_month=figure(node.facts, "leads_per_month") or 0.0),
                cost_per_lead=figure(node.facts, "cost_per_lead"),
            )
        )
    return tuple(found)


def _triggers(
    sketch: Sketch, stage_ids: Mapping[str, str], stages: Mapping[str, Stage]
) -> tuple[Trigger, ...]:
    links = [
        replace(link, origin=stage_ids[link.origin], target=stage_ids[link.target])
        for link in sketch.links
        if link.origin in stage_ids and link.target in stage_ids
    ]
    back = _leading_back(links, stages)
    found: list[Trigger] = []
    taken = _Ids()
    for at, link in enumerate(links):
        trigger_id = taken.take(link.facts.get("id", ""), f"{link.origin}-{link.target}")
        kind = link.facts.get("kind") or link.kind
        if kind not in TRIGGER_KINDS:
            kind = _trigger_kind(stages[link.target], at in back)
        times_itself = kind == "sla_breach"
        found.append(
            Trigger(
                id=trigger_id,
                from_stage=link.origin,
                to_stage=link.target,
                name=one_line(link.name),
                kind=kind,
                description=clean(link.facts.get("description", "")),
                automation=link.facts.get("automation", "") or "manual",
                system=link.facts.get("system", ""),
                conversion=None if times_itself else conversion_of(link.facts),
                velocity=None if times_itself else time_of(link.facts),
            )
        )
    return tuple(found)


def _trigger_kind(target: Stage, leads_back: bool) -> str:
    if target.kind == "lost":
        return "disqualify"
    return "recycle" if leads_back and target.kind not in ENDS else "progress"


def _leading_back(links: Iterable[Link], stages: Iterable[str]) -> set[int]:
    """Return the places of the links that close a circle, walking from the top of the diagram.

    Tarjan's depth-first search without recursion: a link to a node still being walked leads back.
    """
    leaving: dict[str, list[tuple[int, str]]] = {stage: [] for stage in stages}
    entered: set[str] = set()
    for at, link in enumerate(links):
        leaving[link.origin].append((at, link.target))
        if link.origin != link.target:
            entered.add(link.target)
    back: set[int] = set()
    state: dict[str, bool] = {}  # True while its own links are walked
    for start in sorted(leaving, key=lambda one: one in entered):
        if start in state:
            continue
        state[start] = True
        walked = [(start, iter(leaving[start]))]
        while walked:
            stage, ways = walked[-1]
            for at, target in ways:
                if state.get(target):
                    back.add(at)
                elif target not in state:
                    state[target] = True
                    walked.append((target, iter(leaving[target])))
                    break
            else:
                state[stage] = False
                walked.pop()
    return back
