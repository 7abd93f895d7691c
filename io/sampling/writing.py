"""Sampled histories written into files, all or nothing."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from funnelcraft.funnel.model import Funnel
from funnelcraft.io.files import write_bytes
from funnelcraft.io.sampling.dirt import spoiled
from funnelcraft.io.sampling.forms import FORMS
from funnelcraft.io.sampling.rows import names_of, rows_of
from funnelcraft.simulation.sampling import Sample

_DIRT = 1


@dataclass(frozen=True)
class Told:
    """What was written: how many rows, and the dirt among them by kind."""

    rows: int
    dirt: dict[str, int]


def write_sample(
    out: Path,
    funnel: Funnel,
    sample: Sample,
    form: str = "events",
    dirt_seed: int | None = None,
    hours: tuple[float, float] = (0.0, 24.0),
) -> Told:
    """Write a sample of a funnel as one of FORMS, with dirt where there is a seed for it.

    The same sample and seed give the same bytes. Raises FileProblem, and KeyError for no such form.
    """
    names, rows = names_of(funnel, sample), rows_of(sample, hours)
    dirt: dict[str, int] = {}
    if dirt_seed is not None:
        sequence = np.random.SeedSequence(entropy=dirt_seed, spawn_key=(_DIRT,))
        rows, dirt = spoiled(rows, names, np.random.default_rng(sequence))
    text = FORMS[form](rows, names)
    write_bytes(out, text.encode())
    return Told(rows.size, dirt)
