"""Months of a horizon as volumes and drift count them: 365.25/12 days each, from the start."""

import numpy as np

from funnelcraft.funnel.model import DAYS_PER_MONTH
from funnelcraft.simulation.arrays import Ints


def months_of(days: int) -> Ints:
    """Return the month of every day, shape [days], from 0 on."""
    return np.floor(np.arange(days) / DAYS_PER_MONTH).astype(np.int64)
