"""Why a funnel cannot be simulated, as the one exception of this layer."""

from collections.abc import Sequence

from funnelcraft.funnel.findings import Finding, Place


class CannotSimulate(Exception):  # noqa: N818 (it reads as a sentence where it is raised)
    """A funnel or its settings hold something no simulation can be made of.

    `findings` says what and where, one plain sentence each; the exception's text joins them.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__(" ".join(finding.message for finding in self.findings))


def refuse(code: str, message: str, place: Place | None = None) -> CannotSimulate:
    """Return the exception for a single problem, placed at the funnel where nothing else is."""
    return CannotSimulate([Finding(code, "error", place or Place("funnel"), message)])
