"""Leads numbered in the order in which they are met, and what is told of each by its events."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from funnelcraft.io.imports.events import NOTHING
from funnelcraft.io.imports.log import Labels
from funnelcraft.simulation.arrays import Floats, Ints

MOST_SEGMENTS = 50
NOT_GIVEN = "Not given"
OTHERS = "Other"

AnyInts: TypeAlias = NDArray[np.integer[Any]]


def numbered(hashes: Ints) -> tuple[NDArray[np.int32], int]:
    """Return the leads' numbers, given in the order in which they are met, and how many they are.

    Runs of one lead are taken together where there are many: most exports are sorted by lead.
    """
    starts = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]])
    if 2 * starts.size < hashes.size:
        heads, leads = _numbered_one_by_one(hashes[starts])
        return np.repeat(heads, np.diff(np.r_[starts, hashes.size])), leads
    del starts
    return _numbered_one_by_one(hashes)


def _numbered_one_by_one(hashes: Ints) -> tuple[NDArray[np.int32], int]:
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    new = np.r_[True, ordered[1:] != ordered[:-1]]
    del ordered
    first = order[new]  # where each is met first: the sort was stable
    rank = np.empty(first.size, np.int32)
    rank[np.argsort(first)] = np.arange(first.size, dtype=np.int32)
    numbers = np.empty(hashes.size, np.int32)
    numbers[order] = rank[np.cumsum(new, dtype=np.int32) - 1]
    return numbers, int(first.size)


def first_given(codes: AnyInts, lead: AnyInts, leads: int) -> Ints:
    """Return each lead's first code that is given."""
    return last_given(codes[::-1], lead[::-1], leads)


def last_given(codes: AnyInts, lead: AnyInts, leads: int) -> Ints:
    """Return each lead's last code that is given."""
    found = np.full(leads, NOTHING, np.int64)
    given = codes >= 0
    found[lead[given]] = codes[given]  # of several, the last stays
    return found


def last_value(values: Floats, lead: AnyInts, leads: int) -> Floats:
    """Return each lead's last value that is given, NaN where none is."""
    found = np.full(leads, np.nan)
    given = ~np.isnan(values)
    found[lead[given]] = values[given]
    return found


def labels_of(codes: Ints, names: list[str]) -> Labels:
    """Return labels with the names that occur alone."""
    used = np.unique(codes[codes >= 0])
    if not used.size:
        return Labels()
    place = np.searchsorted(used, codes)
    return Labels(tuple(names[i] for i in used), np.where(codes >= 0, place, NOTHING))


def segments_of(codes: Ints, names: list[str]) -> tuple[tuple[str, ...], Ints]:
    """Return the segments, the largest first and small ones beyond the limit as one, and codes."""
    sizes = np.bincount(codes[codes >= 0], minlength=len(names))
    there = sorted((i for i, size in enumerate(sizes) if size), key=lambda i: (-sizes[i], names[i]))
    if not there:
        return (), np.zeros(codes.size, np.int64)
    kept = there if len(there) <= MOST_SEGMENTS else there[: MOST_SEGMENTS - 1]
    texts = list(dict.fromkeys([names[i] for i in kept] + [OTHERS] * (len(kept) < len(there))))
    blank = texts.index(NOT_GIVEN) if NOT_GIVEN in texts else len(texts)
    table = np.full(len(names) + 1, blank, np.int64)
    for i in there:
        table[i] = texts.index(names[i] if names[i] in texts else OTHERS)
    found = table[codes]  # −1 is the last place
    if blank == len(texts) and (found == blank).any():
        texts.append(NOT_GIVEN)
    return tuple(texts), found
