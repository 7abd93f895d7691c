"""Parameters of a simulation as BPSim 2.0 has them: arrivals, shares, times.

Leads arrive with a constant chance; what differs by season, weekday or segment, queues and drift
have no place in it, and `left_out` says so. A task's time is that of the way a lead takes, mixed by
how often each is taken: BPSim knows no times of ways.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from xml.etree.ElementTree import Element, SubElement

from funnelcraft.funnel.model import DAYS_PER_MONTH, Funnel
from funnelcraft.funnel.text import _
from funnelcraft.funnel.timing import weibull_shape
from funnelcraft.funnel.velocity import (
    EmpiricalTime,
    ExponentialTime,
    FixedTime,
    GammaTime,
    LogNormalTime,
    TimeDistribution,
    TriangularTime,
    WeibullTime,
)
from funnelcraft.io.diagrams.bpmn_process import Flow, FlowNode, Process
from funnelcraft.io.diagrams.parts import term

NAMESPACE = "http://www.bpsim.org/schemas/2.0"
HORIZON_DAYS = 365


def scenario(funnel: Funnel, process: Process, title: str) -> Element:
    """Return the data of one scenario."""
    data = Element("bpsim:BPSimData")
    made = SubElement(
        data, "bpsim:Scenario", id="scenario", name=title, version="1.0", author="Funnelcraft"
    )
    _add_settings(made, funnel)
    for node in process.nodes:
        _add_node(made, node, process)
    for flow, share in _shares(process).items():
        control = _parameters(made, flow, "ControlParameters")
        value = SubElement(control, "bpsim:Probability")
        SubElement(value, "bpsim:FloatingParameter", value=_figure(share))
    return data


def _add_settings(made: Element, funnel: Funnel) -> None:
    parameters = SubElement(made, "bpsim:ScenarioParameters", baseTimeUnit="day")
    if re.fullmatch(r"[A-Z]{3}", funnel.currency):
        parameters.set("baseCurrencyUnit", funnel.currency)
    if _is_day(funnel.start):
        begin = SubElement(parameters, "bpsim:Start")
        SubElement(begin, "bpsim:DateTimeParameter", value=f"{funnel.start}T00:00:00")
    lasts = SubElement(parameters, "bpsim:Duration")
    SubElement(lasts, "bpsim:DurationParameter", value=f"P{HORIZON_DAYS}D")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _shares(process: Process) -> Mapping[str, float]:
    """Return the shares of flows, of those nodes alone whose shares are known and come to one."""
    return {
        flow.id: flow.share
        for flows in _parting(process).values()
        if _is_law(flows)
        for flow in flows
        if flow.share is not None
    }


def _parting(process: Process) -> Mapping[str, list[Flow]]:
    """Return the flows that leave each node which has shares at all."""
    leaving: dict[str, list[Flow]] = defaultdict(list)
    for flow in process.flows:
        leaving[flow.origin].append(flow)
    return {
        origin: flows
        for origin, flows in leaving.items()
        if any(flow.share is not None for flow in flows)
    }


def _is_law(flows: Iterable[Flow]) -> bool:
    shares = [math.nan if flow.share is None else flow.share for flow in flows]
    return math.isclose(sum(shares), 1.0, abs_tol=1e-9) and min(shares) >= 0


def _add_node(made: Element, node: FlowNode, process: Process) -> None:
    if node.source is not None:
        volume = node.source.volume.leads_per_month
        if volume > 0:
            control = _parameters(made, node.id, "ControlParameters")
            between = SubElement(control, "bpsim:InterTriggerTimer")
            mean = _figure(DAYS_PER_MONTH / volume)
            SubElement(between, "bpsim:NegativeExponentialDistribution", mean=mean)
    elif node.kind == "task":
        times = list(_times(node, process))
        if times:
            time = _parameters(made, node.id, "TimeParameters")
            _add_mixture(SubElement(time, "bpsim:ProcessingTime"), times)


def _parameters(made: Element, element: str, kind: str) -> Element:
    found = SubElement(made, "bpsim:ElementParameters", elementRef=element)
    return SubElement(found, f"bpsim:{kind}")


def _times(node: FlowNode, process: Process) -> Iterable[tuple[float, TimeDistribution]]:
    """Yield the times of a stage's ways out with the share of leads that take each."""
    branch = next((n.id for n in process.nodes if n.kind == "branch" and n.owner == node.owner), "")
    for flow in process.flows:
        if flow.origin not in (node.id, branch):
            continue
        share = 1.0 if flow.share is None else flow.share
        if flow.trigger is not None and flow.trigger.velocity is not None:
            yield share, flow.trigger.velocity
        elif flow.trigger is None and flow.share is not None and node.stage is not None:
            yield share, node.stage.leak_time


def _add_mixture(parent: Element, times: list[tuple[float, TimeDistribution]]) -> None:
    written = [(share, one) for share, time in times if (one := _written(time)) is not None]
    total = sum(share for share, _one in written)
    if not total or not math.isfinite(total):
        return
    if len(written) == 1:
        parent.append(written[0][1])
        return
    mixture = SubElement(parent, "bpsim:UserDistribution", discrete="true")
    for share, one in written:
        point = SubElement(
            mixture, "bpsim:UserDistributionDataPoint", probability=_figure(share / total)
        )
        point.append(one)


def _written(time: TimeDistribution) -> Element | None:
    """Return a distribution in days; None where BPSim has none like it."""
    match time:
        case FixedTime():
            return Element("bpsim:FloatingParameter", value=_figure(time.mean_days), timeUnit="day")
        case _ if not _is_spread(time):
            return None
        case ExponentialTime():
            return _distribution("NegativeExponential", mean=time.mean_days)
        case LogNormalTime():
            spread = time.cv * time.mean_days
            return _distribution("LogNormal", mean=time.mean_days, standardDeviation=spread)
        case GammaTime():
            shape = time.cv**-2
            return _distribution("Gamma", shape=shape, scale=time.mean_days / shape)
        case WeibullTime():
            shape = weibull_shape(time.cv)
            scale = time.mean_days / math.gamma(1 + 1 / shape)
            return _distribution("Weibull", shape=shape, scale=scale)
        case TriangularTime():
            return _distribution(
                "Triangular", min=time.low_days, mode=time.mode_days, max=time.high_days
            )
        case EmpiricalTime():
            return _empirical(time)
    return None


def _is_spread(time: TimeDistribution) -> bool:
    """Say whether a distribution has figures that its formulas can take."""
    if isinstance(time, LogNormalTime | GammaTime | WeibullTime):
        return time.mean_days > 0 and 1e-3 < time.cv < 1e3
    return not isinstance(time, ExponentialTime) or time.mean_days > 0


def _empirical(time: EmpiricalTime) -> Element | None:
    weights = time.weights or (1.0,) * len(time.days)
    total = sum(weights)
    if len(weights) != len(time.days) or total <= 0:
        return None
    found = Element("bpsim:UserDistribution", discrete="true")
    for days, weight in zip(time.days, weights, strict=True):
        point = SubElement(
            found, "bpsim:UserDistributionDataPoint", probability=_figure(weight / total)
        )
        SubElement(point, "bpsim:FloatingParameter", value=_figure(days), timeUnit="day")
    return found


def _distribution(name: str, **figures: float) -> Element:
    texts = {key: _figure(value) for key, value in figures.items()}
    return Element(f"bpsim:{name}Distribution", {**texts, "timeUnit": "day"})


def _figure(value: float) -> str:
    return f"{value:.10g}"


def left_out(funnel: Funnel, process: Process) -> list[str]:
    """Return sentences on what of a funnel BPMN with BPSim has no place for."""
    volumes = [source.volume for source in funnel.sources]
    said = [
        _("A task's time is mixed from the times of its ways out; which way takes long is lost.")
    ]
    nodes = {node.id: node for node in process.nodes}
    for origin, flows in _parting(process).items():
        stage = nodes[origin].stage
        if stage is not None and not _is_law(flows):
            text = _("The shares of the ways out of “{stage}” do not come to 100%: left out.")
            said.append(text.format(stage=term(stage)))
    if any(v.campaigns or v.trend_per_month or v.dispersion != 1.0 for v in volumes) or any(
        len(set(weights)) > 1 for v in volumes for weights in (v.weekday_weights, v.month_weights)
    ):
        said.append(
            _("Leads come with a constant chance: season, weekdays, trend, campaigns are left out.")
        )
    if len(funnel.segments) > 1:
        said.append(_("Rates and times are those of all leads: segments are not told apart."))
    if any(stage.capacity or stage.sla or stage.wait_half_life_days for stage in funnel.stages):
        said.append(
            _("Capacities, queues and what waiting costs are left out; an SLA is a timer alone.")
        )
    if funnel.opening:
        said.append(_("It starts empty: leads that are in the funnel already are left out."))
    if any(t.conversion and t.conversion.entered is not None for t in funnel.triggers):
        said.append(_("Rates are exact: how unsure they are is left out."))
    if funnel.drift.volume_per_month or funnel.drift.conversion_per_month:
        said.append(_("Nothing drifts from month to month."))
    if funnel.holidays:
        said.append(_("Calendars and holidays are left out."))
    return said
