"""The standard library's streams, by names that the type checker finds.

It sees our folder `io` where the standard library's module is meant.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _io import BufferedReader, BytesIO, StringIO, TextIOWrapper, _RawIOBase

    class RawIOBase(_RawIOBase):
        """The base of streams of bytes."""
else:
    from io import BufferedReader, BytesIO, RawIOBase, StringIO, TextIOWrapper

__all__ = ["BufferedReader", "BytesIO", "RawIOBase", "StringIO", "TextIOWrapper"]
