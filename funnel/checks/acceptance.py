"""Findings a team knows and accepts: kept in the document, each with the reason."""

from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.model import AcceptedFinding, Funnel


def is_acceptable(finding: Finding) -> bool:
    """Say whether a finding can be accepted: an error stops the forecast whatever anyone says."""
    return finding.level != "error"


def acceptance_of(funnel: Funnel, finding: Finding) -> AcceptedFinding | None:
    """Return the entry by which a finding is accepted, or None."""
    return next((one for one in funnel.accepted_findings if _means(one, finding)), None)


def accept(funnel: Funnel, finding: Finding, reason: str) -> Funnel:
    """Accept a finding for a reason; a finding accepted already gets the new reason.

    Raise `ValueError` for an error.
    """
    if not is_acceptable(finding):
        raise ValueError(f"{finding.code} is an error")
    place = finding.place
    entry = AcceptedFinding(
        code=finding.code, kind=place.kind, id=place.id, field=place.field, reason=reason
    )
    others = reopen(funnel, finding).accepted_findings
    return funnel.replaced(accepted_findings=(*others, entry))


def reopen(funnel: Funnel, finding: Finding) -> Funnel:
    """Take an acceptance back."""
    kept = tuple(one for one in funnel.accepted_findings if not _means(one, finding))
    return funnel.replaced(accepted_findings=kept)


def _means(entry: AcceptedFinding, finding: Finding) -> bool:
    place = finding.place
    named = (entry.code, entry.kind, entry.id, entry.field)
    return named == (finding.code, place.kind, place.id, place.field)
