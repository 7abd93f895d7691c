"""Names of an export that differ in their spelling alone, taken for one."""

from collections.abc import Mapping as Names
from collections.abc import Sequence

from funnelcraft.io.imports.mapping import Mapping
from funnelcraft.io.imports.proposal import Proposal


def segments_alike(proposal: Proposal) -> tuple[Sequence[str], ...]:
    """Return groups of segments that are spelt alike and not joined yet, the most rows first."""
    return _apart(proposal.segment_merges, proposal.mapping.segments)


def stages_alike(proposal: Proposal) -> tuple[Sequence[str], ...]:
    """Return groups of stages that are spelt alike and not joined yet, the most rows first."""
    return _apart(proposal.merges, proposal.mapping.stages)


def with_segments_joined(proposal: Proposal) -> Mapping:
    """Return the mapping with every group of segments spelt alike as one, as it is spelt most."""
    known = dict(proposal.mapping.segments)
    for first, *others in segments_alike(proposal):
        known |= dict.fromkeys(others, known.get(first, first))
    return proposal.mapping.replaced(segments=known)


def with_all_joined(proposal: Proposal) -> Mapping:
    """Do as `with_segments_joined`, and likewise with stages."""
    known = dict(proposal.mapping.stages)
    for first, *others in stages_alike(proposal):
        known |= dict.fromkeys(others, known.get(first, first))
    return with_segments_joined(proposal).replaced(stages=known)


def _apart(
    groups: Sequence[Sequence[str]], joined: Names[str, str | None]
) -> tuple[Sequence[str], ...]:
    return tuple(one for one in groups if len({joined.get(name, name) for name in one}) > 1)
