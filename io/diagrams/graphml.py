"""Write and read GraphML through networkx: every fact is an attribute with a name of its own."""

from typing import Any
from xml.etree.ElementTree import ParseError

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.io.diagrams.facts import (
    SOURCE_FACTS,
    STAGE_FACTS,
    TRIGGER_FACTS,
    source_facts,
    stage_facts,
    trigger_facts,
)
from funnelcraft.io.diagrams.parts import called, parts_of, safe_ids, said, term
from funnelcraft.io.diagrams.sketch import SOURCE, Collected, Link, Node, NotUnderstood, Sketch
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.words import document_title
from funnelcraft.io.imports.streams import BytesIO

_FIGURES = ("rate", "sla_days", "leads_per_month", "cost_per_lead")
# What other programs call a node's or edge's name, and the group it is in.
_NAMES = ("label", "name", "term", "description")
_GROUPS = ("department", "lane", "group", "cluster")


def graphml(funnel: Funnel, context: Context) -> bytes:
    """Return a funnel as GraphML."""
    import networkx

    parts = parts_of(funnel)
    graph: Any = networkx.MultiDiGraph()
    graph.graph["title"] = document_title(funnel, context)
    stages = safe_ids("s", parts.stages)
    for stage in parts.stages.values():
        x, y = stage.position
        facts = _typed(stage_facts(funnel, stage))
        graph.add_node(stages[stage.id], label=term(stage), x=float(x), y=float(y), **facts)
    for number, source in enumerate(parts.sources, start=1):
        node = f"q_{number}"
        graph.add_node(node, label=called(source), **_typed(source_facts(source)))
        graph.add_edge(node, stages[source.into], key=f"f_{number}", kind=SOURCE)
    for number, trigger in enumerate(parts.triggers, start=1):
        ends = stages[trigger.from_stage], stages[trigger.to_stage]
        facts = _typed(trigger_facts(trigger))
        graph.add_edge(*ends, key=f"t_{number}", label=said(trigger), **facts)
    buffer = BytesIO()
    networkx.write_graphml_xml(graph, buffer, named_key_ids=False)
    return buffer.getvalue() + b"\n"


def _typed(facts: dict[str, str]) -> dict[str, str | float]:
    return {key: float(one) if key in _FIGURES else one for key, one in facts.items()}


def read_graphml(data: bytes) -> Sketch:
    """Return what a graph says. Raises NotUnderstood.

    Damaged XML and document types were refused before.
    """
    import networkx

    try:
        graph: Any = networkx.read_graphml(BytesIO(data), force_multigraph=True)
    except networkx.NetworkXError as error:
        raise NotUnderstood(0, _("this is no GraphML: {why}.").format(why=error)) from error
    except ParseError as error:  # a prefix without its namespace, say
        raise NotUnderstood(error.position[0], _("damaged XML.")) from error
    except (ValueError, KeyError, TypeError, AttributeError, LookupError) as error:
        raise NotUnderstood(0, _("an attribute has no value of its type.")) from error
    if not graph.is_directed():
        raise NotUnderstood(0, _("the graph has no directions; a funnel needs them."))
    found = Collected()
    for name, attributes in graph.nodes(data=True):
        facts = _facts(attributes, (*STAGE_FACTS, *SOURCE_FACTS))
        kind = SOURCE if facts.get("kind") == SOURCE else _shape(attributes)
        label = _first(attributes, _NAMES) or str(name)
        found.add_node(Node(str(name), label, kind, _first(attributes, _GROUPS), facts), 0)
    for origin, target, attributes in graph.edges(data=True):
        facts = _facts(attributes, TRIGGER_FACTS)
        found.add_link(Link(str(origin), str(target), _first(attributes, _NAMES[:2]), "", facts), 0)
    return found.sketch(_first(graph.graph, ("title", "label", "name")))


def _shape(attributes: dict[str, Any]) -> str:
    return "gate" if attributes.get("shape_type") == "diamond" else ""


def _first(attributes: dict[str, Any], names: tuple[str, ...]) -> str:
    return next((str(attributes[one]) for one in names if attributes.get(one)), "")


def _facts(attributes: dict[str, Any], known: tuple[str, ...]) -> dict[str, str]:
    return {key: str(value) for key, value in attributes.items() if key in known}
