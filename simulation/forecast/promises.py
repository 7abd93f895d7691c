"""What becomes of promises and waits: shares and means of a run, and over the runs."""

import numpy as np

from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.forecast.figures import begun, breaches, entries, waited
from funnelcraft.simulation.forecast.runs import Runs
from funnelcraft.simulation.stations import Station


def promised_stages(runs: Runs) -> tuple[str, ...]:
    """Return the stages with an SLA."""
    found = (station for station in runs.plan.stations if station.sla_days is not None)
    return tuple(runs.stage_ids[station.stage] for station in found)


def breach_share(runs: Runs, stage_id: str) -> Floats:
    """Return the share of visits that broke the stage's SLA, by run; shape [runs].

    Of those whose time was up within the horizon: a visit of the last day has not kept a promise
    of a week yet. A run without such visits has a share of 0. Raises KeyError for a stage without
    an SLA.
    """
    station = _promise(runs, stage_id)
    days = station.sla_days or 0.0
    whole = min(int(days), runs.days)
    # Who came s days before the end has been watched for s days or not, by the hour of coming.
    watched = np.zeros(runs.days)
    watched[: max(runs.days - whole - 1, 0)] = 1.0
    if whole < runs.days:
        watched[runs.days - whole - 1] = 1.0 - (days - whole)
    broken = runs.values(breaches(stage_id)).sum(axis=1)
    begun_visits = runs.values(entries(stage_id)) @ watched
    found: Floats = np.divide(broken, begun_visits, out=np.zeros(runs.runs), where=begun_visits > 0)
    return np.clip(found, 0.0, 1.0)


def _promise(runs: Runs, stage_id: str) -> Station:
    for station in runs.plan.stations:
        if runs.stage_ids[station.stage] == stage_id and station.sla_days is not None:
            return station
    raise KeyError(stage_id)


def mean_wait(runs: Runs, stage_id: str) -> Floats:
    """Return the mean days from entering a stage until work begins, by run; shape [runs].

    Over the leads whose work began within the horizon; 0 in a run where none did.
    """
    days = runs.values(waited(stage_id)).sum(axis=1)
    leads = runs.values(begun(stage_id)).sum(axis=1)
    found: Floats = np.divide(days, leads, out=np.zeros(runs.runs), where=leads > 0)
    return found
