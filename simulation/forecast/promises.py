"""What becomes of promises and waits: shares and means of a run, and over the runs."""

import numpy as np

from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.forecast.block_figures import Values
from funnelcraft.simulation.forecast.figures import begun, breaches, entries, waited
from funnelcraft.simulation.forecast.runs import Runs
from funnelcraft.simulation.plan import Plan
from funnelcraft.simulation.stations import Station


def promised_stages(runs: Runs) -> tuple[str, ...]:
    """Return the stages with an SLA."""
    return stages_with_promise(runs.plan)


def stages_with_promise(plan: Plan) -> tuple[str, ...]:
    """Return the stages of a plan with an SLA."""
    found = (station for station in plan.stations if station.sla_days is not None)
    return tuple(plan.stage_ids[station.stage] for station in found)


def queued_stages(runs: Runs) -> tuple[str, ...]:
    """Return the stages with a capacity."""
    plan = runs.plan
    return tuple(plan.stage_ids[s.stage] for s in plan.stations if s.slots is not None)


def breach_share(runs: Runs, stage_id: str) -> Floats:
    """Return the share of visits that broke the stage's SLA, by run; shape [runs].

    Of those whose time was up within the horizon: a visit of the last day has not kept a promise
    of a week yet. A run without such visits has a share of 0. Raises KeyError for a stage without
    an SLA.
    """
    if runs.counted is not None:
        return np.concatenate(runs.counted.breach_shares[stage_id])
    return breach_share_of(
        runs.plan, stage_id, runs.values(breaches(stage_id)), runs.values(entries(stage_id))
    )


def breach_share_of(plan: Plan, stage_id: str, broken: Values, came: Values) -> Floats:
    """Return the share of visits that broke the stage's SLA from its days [R, D], shape [R]."""
    days = _promise(plan, stage_id).sla_days or 0.0
    whole = min(int(days), plan.days)
    # Who came s days before the end has been watched for s days or not, by the hour of coming.
    watched = np.zeros(plan.days)
    watched[: max(plan.days - whole - 1, 0)] = 1.0
    if whole < plan.days:
        watched[plan.days - whole - 1] = 1.0 - (days - whole)
    begun_visits = came @ watched
    room = np.zeros(begun_visits.size)
    found: Floats = np.divide(broken.sum(axis=1), begun_visits, out=room, where=begun_visits > 0)
    return np.clip(found, 0.0, 1.0)


def _promise(plan: Plan, stage_id: str) -> Station:
    for station in plan.stations:
        if plan.stage_ids[station.stage] == stage_id and station.sla_days is not None:
            return station
    raise KeyError(stage_id)


def mean_wait(runs: Runs, stage_id: str) -> Floats:
    """Return the mean days from entering a stage until work begins, by run; shape [runs].

    Over the leads whose work began within the horizon; 0 in a run where none did.
    """
    days, leads = runs.totals(waited(stage_id)), runs.totals(begun(stage_id))
    found: Floats = np.divide(days, leads, out=np.zeros(runs.runs), where=leads > 0)
    return found
