"""Texts of a column as numbers, and which texts are one name spelled in two ways."""

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from funnelcraft.simulation.arrays import Ints

NO_TEXT, LEFT_OUT, TOO_LONG = -1, -2, -3
LONGEST_NAME = 300


class TooMany(ValueError):  # noqa: N818 - it reads as a sentence where it is raised
    """A column has more different texts than can be meant."""


class Codes(dict[str, int]):
    """Numbers for the texts of a column, given in the order they are met.

    A text is trimmed and renamed first; an empty one is NO_TEXT, one renamed to None LEFT_OUT.
    Looking up a text that isn't there adds it. Raises TooMany beyond `most` names.
    """

    def __init__(self, renamed: Mapping[str, str | None], most: int) -> None:
        super().__init__()
        self.names: list[str] = []
        self._numbers: dict[str, int] = {}
        self._renamed = renamed
        self._most = most

    def __missing__(self, raw: str) -> int:
        text = raw.strip()
        name = self._renamed.get(text, text) if text else text
        if len(text) > LONGEST_NAME:
            return TOO_LONG  # not kept: such texts may be many
        code = LEFT_OUT if name is None else self._number(name) if name else NO_TEXT
        if len(self) < 4 * self._most:  # the same name may stand amid any number of spaces
            self[raw] = code
        return code

    def _number(self, name: str) -> int:
        number = self._numbers.get(name)
        if number is None:
            if len(self.names) >= self._most:
                raise TooMany
            number = self._numbers[name] = len(self.names)
            self.names.append(name)
        return number

    def of(self, texts: Sequence[str]) -> Ints:
        """Return the numbers of some texts."""
        return np.fromiter(map(self.__getitem__, texts), np.int64, len(texts))


def spelled_alike(names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return groups of names that differ in case, spaces and signs alone, in the order given."""
    groups: dict[str, list[str]] = {}
    for name in names:
        key = re.sub(r"[\W_]+", "", name.casefold())
        groups.setdefault(key or name, []).append(name)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)
