"""Exports of a whole document: one table of formats, and all-or-nothing writing."""

from funnelcraft.io.exports.formats import (
    Context,
    Drawing,
    Format,
    Made,
    NoSuchFormat,
    Option,
    chosen_options,
    found,
    made,
)
from funnelcraft.io.exports.table import FORMATS
from funnelcraft.io.exports.writing import write_made, zipped

__all__ = [
    "FORMATS",
    "Context",
    "Drawing",
    "Format",
    "Made",
    "NoSuchFormat",
    "Option",
    "chosen_options",
    "found",
    "made",
    "write_made",
    "zipped",
]
