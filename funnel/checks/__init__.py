"""The checks of a design: what stops a forecast, what misleads it, what is good advice."""

from itertools import chain

from funnelcraft.funnel.checks.facts import Facts
from funnelcraft.funnel.checks.figures import figure_findings
from funnelcraft.funnel.checks.structure import structure_findings
from funnelcraft.funnel.checks.volumes import volume_findings
from funnelcraft.funnel.checks.wording import wording_findings
from funnelcraft.funnel.findings import Finding, Level, Place, errors
from funnelcraft.funnel.model import Funnel

__all__ = ["Finding", "Level", "Place", "check", "errors"]

_GRAVITY: dict[Level, int] = {"error": 0, "warning": 1, "hint": 2}


def check(funnel: Funnel) -> tuple[Finding, ...]:
    """Return what is to be said about a funnel: errors first, then warnings, then hints."""
    facts = Facts(funnel)
    found = chain(
        structure_findings(facts),
        figure_findings(facts),
        volume_findings(facts),
        wording_findings(facts),
    )
    return tuple(sorted(found, key=lambda finding: _GRAVITY[finding.level]))
