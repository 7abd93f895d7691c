"""What BPSim 2.0 allows, written down from its specification (WfMC, document WFMC-BPSWG-2012-01).

No package brings its schema, and we copy none. So the tables below say for each element what it may
hold, in which order and how often, and of which type its attributes are; and `broken` says what a
schema cannot: on which elements of BPMN a parameter means something, and that shares come to one.
Elements that exports never use (resources, costs, priorities, calendars) are left out: faults, too.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from xml.etree.ElementTree import Element

BPSIM = "{http://www.bpsim.org/schemas/2.0}"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"

TIMES = (
    "TransferTime",
    "QueueTime",
    "WaitTime",
    "SetUpTime",
    "ProcessingTime",
    "ValidationTime",
    "ReworkTime",
    "LagTime",
    "Duration",
    "ElapsedTime",
)
CONTROLS = ("Probability", "Condition", "InterTriggerTimer", "TriggerCount")
SETTINGS = ("Start", "Duration", "Warmup", "PropertyParameters")
PARAMETERS = {*TIMES, *CONTROLS, *SETTINGS} - {"PropertyParameters"}

# In their order (section 6); "*" stands behind those that may come more than once.
CHILDREN: Mapping[str, tuple[str, ...]] = {
    "BPSimData": ("Scenario*",),
    "Scenario": ("ScenarioParameters", "ElementParameters*"),
    "ScenarioParameters": SETTINGS,
    "ElementParameters": ("TimeParameters", "ControlParameters"),
    "TimeParameters": TIMES,
    "ControlParameters": CONTROLS,
    "UserDistribution": ("UserDistributionDataPoint*",),
}
AT_LEAST_ONE = {"BPSimData", "UserDistribution"}


def _text(value: str) -> bool:
    return bool(value.strip())


def _double(value: str) -> bool:
    return re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", value) is not None


def _not_negative(value: str) -> bool:
    return _double(value) and 0 <= float(value) < math.inf


def _share(value: str) -> bool:
    return _double(value) and 0 <= float(value) <= 1


def _positive(value: str) -> bool:
    return _not_negative(value) and float(value) > 0


def _unit(value: str) -> bool:
    return value in ("ms", "s", "min", "hour", "day", "year")


def _id(value: str) -> bool:
    return re.fullmatch(r"[^\W\d][\w.-]*", value) is not None


def _currency(value: str) -> bool:
    return re.fullmatch(r"[A-Z]{3}", value) is not None


def _moment(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return "T" in value


def _duration(value: str) -> bool:
    form = r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?"
    return re.fullmatch(form, value) is not None


def _flag(value: str) -> bool:
    return value in ("true", "false")


Kind = Callable[[str], bool]

# Attributes that must be there, then those that may (section 6, and 7 on parameters' values).
REQUIRED: Mapping[str, Mapping[str, Kind]] = {
    "Scenario": {"id": _id},
    "ElementParameters": {"elementRef": _id},
    "DateTimeParameter": {"value": _moment},
    "DurationParameter": {"value": _duration},
    "FloatingParameter": {"value": _not_negative},
    "NegativeExponentialDistribution": {"mean": _positive},
    "LogNormalDistribution": {"mean": _positive, "standardDeviation": _positive},
    "GammaDistribution": {"shape": _positive, "scale": _positive},
    "WeibullDistribution": {"shape": _positive, "scale": _positive},
    "TriangularDistribution": {"min": _not_negative, "mode": _not_negative, "max": _not_negative},
    "UserDistributionDataPoint": {"probability": _share},
}
OPTIONAL: Mapping[str, Mapping[str, Kind]] = {
    "Scenario": {"name": _text, "version": _text, "author": _text, "description": _text},
    "ScenarioParameters": {"baseTimeUnit": _unit, "baseCurrencyUnit": _currency},
    "FloatingParameter": {"timeUnit": _unit},
    "UserDistribution": {"discrete": _flag, "timeUnit": _unit},
    **{name: {"timeUnit": _unit} for name in REQUIRED if name.endswith("Distribution")},
}
DISTRIBUTIONS = {name for name in (*REQUIRED, *OPTIONAL) if name.endswith("Distribution")}
VALUES = {"FloatingParameter", "DateTimeParameter", "DurationParameter", *DISTRIBUTIONS}

# Which values mean something for a parameter, and for which elements of BPMN it does (section 6.2).
TAKES: Mapping[str, set[str]] = {
    "Start": {"DateTimeParameter"},
    "Duration": {"DurationParameter"},
    "Probability": {"FloatingParameter"},
    "InterTriggerTimer": {"FloatingParameter", "DurationParameter", *DISTRIBUTIONS},
    "ProcessingTime": {"FloatingParameter", "DurationParameter", *DISTRIBUTIONS},
}
MEANT_FOR: Mapping[str, set[str]] = {
    "Probability": {"sequenceFlow"},
    "InterTriggerTimer": {"startEvent"},
    "ProcessingTime": {"task"},
}
GATEWAYS = {"exclusiveGateway"}


def broken(definitions: Element) -> list[str]:
    """Return a sentence for each rule that the data of a simulation breaks."""
    found = list(definitions.iter(f"{BPSIM}BPSimData"))
    if len(found) != 1:
        return [f"{len(found)} BPSimData instead of one"]
    return [
        *_place(definitions),
        *_structure(found[0], "BPSimData"),
        *_references(definitions, found[0]),
        *_shares(definitions, found[0]),
    ]


def _place(definitions: Element) -> Iterator[str]:
    """Yield what is wrong with where the data stands (section 5): a relationship of this type."""
    path = f"{BPMN}relationship[@type='BPSimData']/{BPMN}extensionElements/{BPSIM}BPSimData"
    if definitions.find(path) is None:
        yield "BPSimData is not in a relationship of the type BPSimData"


def _name(element: Element) -> str:
    return element.tag.removeprefix(BPSIM)


def _structure(element: Element, path: str) -> Iterator[str]:
    name = _name(element)
    required, optional = REQUIRED.get(name, {}), OPTIONAL.get(name, {})
    yield from (f"{path} lacks {key}" for key in required if key not in element.attrib)
    for key, value in element.attrib.items():
        kind = required.get(key) or optional.get(key)
        if kind is None:
            yield f"{path} has no {key}"
        elif not kind(value):
            yield f"{path}/@{key} cannot be {value!r}"
    if element.text and element.text.strip():
        yield f"{path} holds text"
    yield from _children(element, name, path)
    for child in element:
        yield from _structure(child, f"{path}/{_name(child)}")


def _children(element: Element, name: str, path: str) -> Iterator[str]:
    names = [_name(child) for child in element]
    if name in PARAMETERS or name == "UserDistributionDataPoint":
        allowed = TAKES.get(name, VALUES)
        if len(names) != 1 or names[0] not in allowed:
            yield f"{path} holds {names}, not one of {sorted(allowed)}"
        return
    known = CHILDREN.get(name, ())
    order = [one.rstrip("*") for one in known]
    yield from (f"{path} takes no {child}" for child in names if child not in order)
    places = [order.index(child) for child in names if child in order]
    if places != sorted(places):
        yield f"{path} holds {names} in the wrong order"
    for one in known:
        if not one.endswith("*") and names.count(one) > 1:
            yield f"{path} holds {one} more than once"
    if name in AT_LEAST_ONE and not names:
        yield f"{path} is empty"


def _references(definitions: Element, data: Element) -> Iterator[str]:
    kinds = {one.get("id"): one.tag.removeprefix(BPMN) for one in definitions.iter()}
    said: set[tuple[str | None, str]] = set()
    for element in data.iter(f"{BPSIM}ElementParameters"):
        target = element.get("elementRef")
        for parameter in (one for group in element for one in group):
            name = _name(parameter)
            if kinds.get(target) not in MEANT_FOR.get(name, set()):
                yield f"{name} means nothing for {target}, a {kinds.get(target)}"
            if (target, name) in said:
                yield f"{name} of {target} is said twice"
            said.add((target, name))


def _shares(definitions: Element, data: Element) -> Iterator[str]:
    """Yield gateways whose shares are no law, and points of distributions that do not come to 1."""
    share: dict[str | None, float] = {}
    for element in data.iter(f"{BPSIM}ElementParameters"):
        value = element.find(f"{BPSIM}ControlParameters/{BPSIM}Probability/*")
        if value is not None:
            share[element.get("elementRef")] = float(value.get("value", "nan"))
    kinds = {one.get("id"): one.tag.removeprefix(BPMN) for one in definitions.iter()}
    leaving: dict[str | None, list[str | None]] = defaultdict(list)
    for flow in definitions.iter(f"{BPMN}sequenceFlow"):
        leaving[flow.get("sourceRef")].append(flow.get("id"))
    for node, flows in leaving.items():
        given = [share[one] for one in flows if one in share]
        if given and kinds[node] not in GATEWAYS:
            yield f"shares leave {node}, a {kinds[node]}"
        if given and (len(given) < len(flows) or not math.isclose(sum(given), 1, abs_tol=1e-9)):
            yield f"the shares of {node} are {given} for {len(flows)} flows"
    for user in data.iter(f"{BPSIM}UserDistribution"):
        total = sum(float(point.get("probability", "nan")) for point in user)
        if not math.isclose(total, 1, abs_tol=1e-6):
            yield f"the points of a distribution come to {total}"
