"""Write a funnel as a Mermaid flowchart.

Departments are subgraphs. Stages are boxes, gates diamonds, won stages rounded, lost ones flags,
sources circles, each with a class of its name. Progress is a plain arrow, recycling a dotted one, a
disqualification ends in a cross, a breach of an SLA in a circle. Ids, owners, rates and times stand
in comments that Mermaid skips, each before what it is about.
"""

import json
import re
from collections.abc import Iterator, Mapping

from funnelcraft.funnel.model import Funnel, Stage, Trigger
from funnelcraft.funnel.text import rate, short_days
from funnelcraft.funnel.velocity import mean_days
from funnelcraft.io.diagrams.facts import source_facts, stage_facts, trigger_facts
from funnelcraft.io.diagrams.parts import Parts, called, parts_of, safe_ids, said, term
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.words import document_title

FACTS = "funnelcraft:"  # what begins a comment with facts
SHAPES = {"gate": ("{", "}"), "won": ("([", "])"), "lost": (">", "]"), "source": ("((", "))")}
ARROWS = {"recycle": "-.->", "disqualify": "--x", "sla_breach": "--o"}

# Colours of the window's light palette: on white they can be read.
_CLASSES = (
    ("stage", "fill:#ffffff,stroke:#2457d6,color:#1c2430"),
    ("gate", "fill:#ffffff,stroke:#5b6677,color:#1c2430"),
    ("won", "fill:#e9f5ec,stroke:#1a7f37,color:#1c2430"),
    ("lost", "fill:#fbeceb,stroke:#b3261e,color:#1c2430"),
    ("source", "fill:#f4f5f7,stroke:#5b6677,color:#1c2430"),
)


def mermaid(funnel: Funnel, context: Context) -> bytes:
    """Return a funnel as Mermaid."""
    lines = _lines(funnel, parts_of(funnel), context)
    if not context.is_on("facts"):
        lines = (line for line in lines if not line.lstrip().startswith(f"%% {FACTS}"))
    return ("\n".join(lines) + "\n").encode("utf-8")


def _lines(funnel: Funnel, parts: Parts, context: Context) -> Iterator[str]:
    yield "---"
    yield f"title: {json.dumps(document_title(funnel, context), ensure_ascii=False)}"
    yield "---"
    yield f"flowchart {context.choice('direction') or 'LR'}"
    for note in parts.notes:
        yield f"  %% {note}"
    stages = safe_ids("s", parts.stages)
    sources = safe_ids("q", (source.id for source in parts.sources))
    for number, (department, members) in enumerate(parts.departments.items(), start=1):
        indent = "    " if department else "  "
        if department:
            yield f'  subgraph d_{number}["{quoted(department)}"]'
        for stage in members:
            yield from _stage(funnel, stage, stages[stage.id], indent)
        if department:
            yield "  end"
    for source in parts.sources:
        yield _facts(source_facts(source))
        yield _node(sources[source.id], called(source), "source", "  ")
        yield f"  {sources[source.id]} --> {stages[source.into]}"
    for trigger in parts.triggers:
        yield _facts(trigger_facts(trigger))
        arrow = ARROWS.get(trigger.kind, "-->")
        label = _label(trigger, context)
        yield f"  {stages[trigger.from_stage]} {arrow}{label} {stages[trigger.to_stage]}"
    for name, style in _CLASSES:
        yield f"  classDef {name} {style}"


def _stage(funnel: Funnel, stage: Stage, node: str, indent: str) -> Iterator[str]:
    yield _facts(stage_facts(funnel, stage), indent)
    kind = stage.kind if stage.kind in SHAPES else "stage"
    yield _node(node, term(stage), kind, indent)


def _node(node: str, name: str, kind: str, indent: str) -> str:
    left, right = SHAPES.get(kind, ("[", "]"))
    return f'{indent}{node}{left}"{quoted(name)}"{right}:::{kind}'


def _label(trigger: Trigger, context: Context) -> str:
    """Return an arrow's label: the trigger's name, and a line of figures where they are wanted."""
    lines = [said(trigger)] if said(trigger) else []
    if context.is_on("figures") and trigger.conversion is not None:
        figures = [rate(trigger.conversion.rate)]
        mean = mean_days(trigger.velocity) if trigger.velocity is not None else None
        lines.append(" · ".join(figures if mean is None else [*figures, short_days(mean)]))
    return f'|"{"<br/>".join(quoted(line) for line in lines)}"|' if lines else ""


def _facts(facts: Mapping[str, str], indent: str = "  ") -> str:
    # A per cent sign might begin one of Mermaid's directives.
    text = json.dumps(facts, ensure_ascii=False).replace("%", "\\u0025")
    return f"{indent}%% {FACTS} {text}"


def quoted(text: str) -> str:
    """Return a text as it stands between quotation marks: what means something is a code."""
    return re.sub(r'["#&<>`\\;]|%(?=%)', lambda found: f"#{ord(found[0])};", text)
