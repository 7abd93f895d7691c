"""The formats that need no drawing on a screen; the pictures are the designer's to add."""

from funnelcraft.io.exports.formats import Format

FORMATS: tuple[Format, ...] = ()
