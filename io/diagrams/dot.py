"""Write a funnel as a graph for Graphviz.

Departments are clusters. Stages are boxes, gates diamonds, won stages rounded, lost ones octagons,
sources ovals: an ellipse by a name that no node has unasked. Ids, owners, rates and times are
attributes of our own, which Graphviz passes by.
"""

from collections.abc import Iterator, Mapping

from funnelcraft.funnel.model import Funnel, Trigger
from funnelcraft.funnel.text import rate, short_days
from funnelcraft.funnel.velocity import mean_days
from funnelcraft.io.diagrams.facts import source_facts, stage_facts, trigger_facts
from funnelcraft.io.diagrams.parts import Parts, called, parts_of, safe_ids, said, term
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.words import document_title

PREFIX = "fc_"  # of attributes of our own
SHAPES = {"gate": "diamond", "won": "box", "lost": "octagon", "source": "oval"}
STYLES = {"recycle": "dashed", "sla_breach": "dotted"}

# Colours of the window's light palette: on white they can be read.
_INK, _MUTED = "#1c2430", "#5b6677"
_OUTLINES = {"won": "#1a7f37", "lost": "#b3261e", "gate": _MUTED, "source": _MUTED}
_LINES = {"recycle": "#6b4fbb", "disqualify": "#b3261e", "sla_breach": "#9a6700"}


def dot(funnel: Funnel, context: Context) -> bytes:
    """Return a funnel as DOT."""
    return ("\n".join(_lines(funnel, parts_of(funnel), context)) + "\n").encode("utf-8")


def _lines(funnel: Funnel, parts: Parts, context: Context) -> Iterator[str]:
    title = document_title(funnel, context)
    for note in parts.notes:
        yield f"// {note}"
    yield f"digraph {_quoted(title)} {{"
    yield '  charset="UTF-8"'
    yield f"  rankdir={context.choice('direction') or 'LR'}"
    yield f"  label={_quoted(title)} labelloc=t fontname=Helvetica"
    yield f'  node [shape=box style="filled" fillcolor=white color="#2457d6" fontcolor="{_INK}"]'
    yield "  node [fontname=Helvetica]"
    yield f'  edge [color="{_MUTED}" fontcolor="{_INK}" fontname=Helvetica fontsize=10]'
    stages = safe_ids("s", parts.stages)
    sources = safe_ids("q", (source.id for source in parts.sources))
    for number, (department, members) in enumerate(parts.departments.items(), start=1):
        indent = "    " if department else "  "
        if department:
            yield f"  subgraph cluster_{number} {{"
            yield f'    label={_quoted(department)} style=rounded color="#dfe2e8"'
        for stage in members:
            look = _look(stage.kind)
            facts = stage_facts(funnel, stage) if context.is_on("facts") else {}
            yield f"{indent}{stages[stage.id]} [{_listed(term(stage), look, facts)}]"
        if department:
            yield "  }"
    for source in parts.sources:
        facts = source_facts(source) if context.is_on("facts") else {}
        yield f"  {sources[source.id]} [{_listed(called(source), _look('source'), facts)}]"
        yield f"  {sources[source.id]} -> {stages[source.into]}"
    for trigger in parts.triggers:
        label, line = _label(trigger, context), _line(trigger)
        ends = f"{stages[trigger.from_stage]} -> {stages[trigger.to_stage]}"
        facts = {**trigger_facts(trigger), "name": said(trigger)} if context.is_on("facts") else {}
        yield f"  {ends} [{_listed(label, line, facts)}]"
    yield "}"


def _look(kind: str) -> dict[str, str]:
    look = {"shape": SHAPES[kind], "color": _OUTLINES[kind]} if kind in SHAPES else {}
    return look | {"style": "filled,rounded"} if kind == "won" else look


def _line(trigger: Trigger) -> dict[str, str]:
    look = {"style": STYLES[trigger.kind]} if trigger.kind in STYLES else {}
    if trigger.kind == "recycle":
        look["constraint"] = "false"  # else columns would follow what leads back
    return look | ({"color": _LINES[trigger.kind]} if trigger.kind in _LINES else {})


def _label(trigger: Trigger, context: Context) -> str:
    if not context.is_on("figures") or trigger.conversion is None:
        return said(trigger)
    figures = rate(trigger.conversion.rate)
    mean = mean_days(trigger.velocity) if trigger.velocity is not None else None
    if mean is not None:
        figures += f" · {short_days(mean)}"
    return f"{said(trigger)}\n{figures}" if said(trigger) else figures


def _listed(label: str, look: Mapping[str, str], facts: Mapping[str, str]) -> str:
    own = {f"{PREFIX}{key}": value for key, value in facts.items()}
    return " ".join(
        f"{key}={_quoted(value)}" for key, value in {"label": label, **look, **own}.items()
    )


def _quoted(text: str) -> str:
    """Return a text in quotation marks; in labels a backslash begins an escape, hence two."""
    safe = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{safe}"'
