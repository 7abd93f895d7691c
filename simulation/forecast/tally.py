"""The compiled loop that counts values into bins."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.engine.compiling import entry


@entry
def tally(
    values: NDArray[Any],
    low: Floats,
    per_width: Floats,
    bins: Ints,
    first: Ints,
    counts: NDArray[np.uint32],
) -> None:
    """Count values [R, P] into the bins of their cells (see `counting.Scale`)."""
    for run in range(values.shape[0]):
        for cell in range(values.shape[1]):
            above = (values[run, cell] - low[cell]) * per_width[cell]
            place = 0
            if above > 0.0:
                place = min(math.ceil(above), bins[cell] - 1)
            counts[first[cell] + place] += np.uint32(1)
