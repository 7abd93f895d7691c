"""The checks of a design: what stops a forecast, what misleads it, what is good advice.

Every finding names the rule of a good stage it breaks (`principles`), and offers a fix where there
is one that cannot be wrong by itself. All of it is plain arithmetic on the value: capacity is held
against the long run (`funnel.long_run`), since where leads queue up for ever does not depend on the
day, and a check must not wait for an engine.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from funnelcraft.funnel.checks.acceptance import acceptance_of, is_acceptable
from funnelcraft.funnel.checks.facts import Facts
from funnelcraft.funnel.checks.figures import figure_findings
from funnelcraft.funnel.checks.overlaps import overlap_findings
from funnelcraft.funnel.checks.recycling import recycling_findings
from funnelcraft.funnel.checks.structure import structure_findings
from funnelcraft.funnel.checks.teamwork import teamwork_findings
from funnelcraft.funnel.checks.unfinished import unfinished_findings
from funnelcraft.funnel.checks.vagueness import vagueness_findings
from funnelcraft.funnel.checks.volumes import volume_findings
from funnelcraft.funnel.checks.wording import wording_findings
from funnelcraft.funnel.checks.workload import workload_findings
from funnelcraft.funnel.findings import Finding, Fix, Level, Place, errors
from funnelcraft.funnel.model import Funnel

__all__ = ["Finding", "Fix", "Level", "Place", "Review", "check", "errors", "fix_all", "review"]

_GRAVITY: dict[Level, int] = {"error": 0, "warning": 1, "hint": 2}


@dataclass(frozen=True)
class Review:
    """What the checks say: `open` findings, and those the team has accepted with a reason."""

    open: tuple[Finding, ...]
    accepted: tuple[Finding, ...]


def review(funnel: Funnel) -> Review:
    """Return what is to be said about a funnel: errors first, then warnings, then hints."""
    facts = Facts(funnel)
    found = chain(
        structure_findings(facts),
        figure_findings(facts),
        volume_findings(facts),
        overlap_findings(facts),
        recycling_findings(facts),
        workload_findings(facts),
        teamwork_findings(facts),
        vagueness_findings(facts),
        unfinished_findings(facts),
        wording_findings(facts),
    )
    ordered = sorted(found, key=lambda finding: _GRAVITY[finding.level])
    accepted = tuple(one for one in ordered if is_accepted(funnel, one))
    return Review(tuple(one for one in ordered if one not in accepted), accepted)


def is_accepted(funnel: Funnel, finding: Finding) -> bool:
    """Say whether the team knows and accepts a finding. An error cannot be accepted."""
    return is_acceptable(finding) and acceptance_of(funnel, finding) is not None


def check(funnel: Funnel) -> tuple[Finding, ...]:
    """Return the findings that are open: neither mended nor accepted."""
    return review(funnel).open


def fix_all(funnel: Funnel, findings: Iterable[Finding]) -> Funnel:
    """Apply the fixes of all these findings, one after the other."""
    for finding in findings:
        if finding.fix is not None:
            funnel = finding.fix.edit(funnel)
    return funnel
