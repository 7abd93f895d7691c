"""Films: an animated GIF, or a folder with a PNG for every frame. Whole or not at all.

A writer takes frames one by one, as bytes of red, green and blue, row by row. Where its block ends
with an error (a full disk, say, or because the user has cancelled), nothing is left behind.
"""

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from funnelcraft.io.files import new_folder, writing

if TYPE_CHECKING:
    from PIL import Image

Size = tuple[int, int]  # width and height in pixels
AddFrame = Callable[[bytes], None]

_COLOURS = 255  # of a palette; one more says that a pixel stays as it was
_SAME = 255
_FOR_EVER = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"


@contextlib.contextmanager
def gif(
    path: Path, size: Size, frames_a_second: float, samples: Sequence[bytes]
) -> Iterator[AddFrame]:
    """Write an animated GIF that runs for ever. Raises FileProblem.

    All frames share the palette of the `samples`: frames that hold the film's colours. Durations
    are whole hundredths of a second in this format.
    """
    palette = _palette(size, samples)
    with writing(path) as temporary, temporary.open("wb") as file:
        colours = bytes(palette.getpalette() or ())[: 3 * _COLOURS].ljust(768, b"\0")
        width, height = (side.to_bytes(2, "little") for side in size)
        file.write(b"GIF89a" + width + height + b"\xf7\x00\x00" + colours + _FOR_EVER)
        before: NDArray[np.uint8] | None = None

        def add(frame: bytes) -> None:
            nonlocal before
            shown = np.asarray(_image(size, frame).quantize(palette=palette, dither=_no_dither()))
            for block in _difference(before, shown, round(1000 / frames_a_second)):
                file.write(block)
            before = shown

        yield add
        file.write(b";")


def _image(size: Size, frame: bytes) -> "Image.Image":
    from PIL import Image

    return Image.frombytes("RGB", size, frame)


def _no_dither() -> Any:
    from PIL import Image

    return Image.Dither.NONE


def _palette(size: Size, samples: Sequence[bytes]) -> "Image.Image":
    """Return a picture whose palette holds the colours of the samples."""
    from PIL import Image

    whole = Image.new("RGB", (size[0], size[1] * len(samples)))
    for place, sample in enumerate(samples):
        whole.paste(_image(size, sample), (0, place * size[1]))
    return whole.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT)


def _difference(
    before: NDArray[np.uint8] | None, shown: NDArray[np.uint8], milliseconds: int
) -> list[bytes]:
    """Return a frame's blocks: what differs from the one before; the rest is left as it is."""
    from PIL import Image
    from PIL.GifImagePlugin import getdata

    left = top = 0
    part = shown
    if before is not None:
        differs = before != shown
        rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
        if rows.size:
            left, top = int(columns[0]), int(rows[0])
            cut = np.s_[top : rows[-1] + 1, left : columns[-1] + 1]
        else:  # a frame that changes nothing still takes its time
            cut = np.s_[0:1, 0:1]
        part = np.where(differs[cut], shown[cut], np.uint8(_SAME))
    picture = Image.fromarray(np.ascontiguousarray(part), mode="P")
    blocks: list[bytes] = getdata(  # type: ignore[no-untyped-call, unused-ignore]
        picture, (left, top), duration=milliseconds, disposal=1, transparency=_SAME
    )
    return blocks


@contextlib.contextmanager
def pictures(folder: Path, size: Size) -> Iterator[AddFrame]:
    """Write `frame-00001.png` and so on into a folder that is new or empty. Raises FileProblem."""
    with new_folder(folder) as temporary:
        number = 0

        def add(frame: bytes) -> None:
            nonlocal number
            number += 1
            _write_png(temporary / f"frame-{number:05}.png", _image(size, frame))

        yield add


def _write_png(path: Path, image: "Image.Image") -> None:
    with path.open("wb") as file:
        image.save(file, "PNG")
        file.flush()
        os.fsync(file.fileno())
