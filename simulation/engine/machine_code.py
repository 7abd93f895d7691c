"""Machine code that runs without Numba: kept as object files, linked by LLVM, called by ctypes.

To import Numba and to load what it keeps itself takes a process most of its first second. But all
there is to run is a function of the machine, called as Numba's own functions call each other
(`numba.core.callconv.CPUCallConv`): with an address for its result, one for its error, and what it
is given taken apart into whole numbers, fractions and addresses. Here it gets a door: a function
of one address, where all of these stand in a row.

Numba does not promise to keep to that. So code is kept only if its parameters are exactly those
expected, and if it calls nothing but what every process has. Where anything is different, there is
no such code, and Numba runs the function itself.
"""

import hashlib
import importlib.util
import itertools
import os
import re
import struct
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from ctypes import CFUNCTYPE, addressof, c_char, c_char_p, c_int32, c_void_p, sizeof
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

Figures: TypeAlias = list[int | float]
Run: TypeAlias = Callable[[Figures], None]

WHOLE, FRACTION, ADDRESS = "i64", "double", "ptr"

# What an array is taken apart into: two addresses for the counting of references (none here), how
# many items of which size, where they are; and for each axis its length, and its stride.
ARRAY = (ADDRESS, ADDRESS, WHOLE, WHOLE, ADDRESS)

DOOR = "door"

# Functions of the C library that compiled loops call.
KNOWN = frozenset(("exp", "expm1", "lgamma", "log", "log1p", "pow", "sqrt"))

# What Numba's functions return when all went well: a value, or None.
FINE = (0, -2)

# Settings of Numba that leave alone what it compiles.
HARMLESS = frozenset(("NUMBA_CACHE_DIR", "NUMBA_NUM_THREADS"))

# What a kept file begins with.
DIGEST_BYTES = hashlib.sha256().digest_size

_linking = threading.Lock()
_linked_so_far = itertools.count()


def is_usual() -> bool:
    """Say whether this is a machine of 64 bits, and nobody asked Numba for something special."""
    special = any(name.startswith("NUMBA_") and name not in HARMLESS for name in os.environ)
    return sizeof(c_void_p) == 8 and not special


def taken_apart(given: tuple[Any, ...]) -> tuple[str, Figures] | None:
    """Return the layout of what a function is given, and what stands in a row for its door.

    None where it holds anything but whole numbers, fractions, tuples and usual arrays.
    """
    layout: list[str] = []
    figures: Figures = []
    return (" ".join(layout), figures) if _take_apart(given, layout, figures) else None


def _take_apart(given: tuple[Any, ...], layout: list[str], figures: Figures) -> bool:
    for value in given:
        if isinstance(value, np.ndarray):
            if not value.flags.carray:
                return False
            layout.append(f"{value.dtype.str}/{value.ndim}")
            # A quarter of the time that NumPy's own ways to say the address take.
            address = addressof(c_char.from_buffer(value.data)) if value.size else 0
            figures += (0, 0, value.size, value.itemsize, address, *value.shape, *value.strides)
        elif isinstance(value, tuple):
            if not _take_apart(value, layout, figures):
                return False
        elif isinstance(value, float):
            layout.append(FRACTION)
            figures.append(value)
        elif type(value) in (int, np.int64):
            layout.append(WHOLE)
            figures.append(int(value))
        else:
            return False
    return True


def kept(folder: Path, name: str, layout: str) -> bytes | None:
    """Return the code of a function that is kept in a folder, empty where Numba must run it.

    None where there is none, or it is damaged.
    """
    try:
        found = _file(folder, name, layout).read_bytes()
    except OSError:
        return None
    digest, code = found[:DIGEST_BYTES], found[DIGEST_BYTES:]
    return code if digest == hashlib.sha256(code).digest() else None


def keep(folder: Path, name: str, layout: str, text: str, symbol: str) -> bytes:
    """Keep the code of a function in a folder and return it, empty where Numba must run it.

    `text` is Numba's module in LLVM's language, `symbol` the function's name in it. A folder that
    cannot be written keeps nothing.
    """
    try:
        code = _object_code(layout, text, symbol)
    except (AttributeError, NameError, RuntimeError):  # a version of LLVM that does otherwise
        code = b""
    if linked(name, layout, code) is None:
        code = b""
    with suppress(OSError):
        _write(_file(folder, name, layout), hashlib.sha256(code).digest() + code)
    return code


def linked(name: str, layout: str, code: bytes) -> Run | None:
    """Return the function in an object file; None where there is none, or LLVM cannot link it."""
    import llvmlite.binding as llvm

    if not code:
        return None
    library = llvm.JITLibraryBuilder().add_object_img(code).add_current_process()
    try:
        with _linking:
            unique = f"{name}-{next(_linked_so_far)}"
            made = library.export_symbol(DOOR).link(_linker(), unique)
    except RuntimeError:
        return None
    door = CFUNCTYPE(c_int32, c_char_p)(made[DOOR])
    kinds = _parameters(layout)[2:]
    row = struct.Struct("@" + "".join("d" if kind == FRACTION else "q" for kind in kinds))

    def run(figures: Figures) -> None:
        status = door(row.pack(*figures))
        if status not in FINE:
            raise RuntimeError(f"{made.name} failed: {status}")  # `made` keeps the code there

    return run


@lru_cache(maxsize=1)
def mark() -> str:
    """Return what stands for this processor and these versions of Python, Numba and LLVM."""
    import llvmlite
    import llvmlite.binding as llvm

    numba = importlib.util.find_spec("numba")
    assert numba is not None
    assert numba.origin is not None
    contents = hashlib.sha256(Path(numba.origin).with_name("_version.py").read_bytes())
    versions = sys.implementation.cache_tag, llvmlite.__version__
    processor = llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()
    contents.update("\n".join((*versions, *processor)).encode())
    return contents.hexdigest()


def _parameters(layout: str) -> list[str]:
    """Return the types of the parameters of a function of Numba's that is given such a layout."""
    found = [ADDRESS, ADDRESS]
    for part in layout.split():
        kind, _slash, axes = part.partition("/")
        found += [*ARRAY, *[WHOLE] * 2 * int(axes)] if axes else [kind]
    return found


def _object_code(layout: str, text: str, symbol: str) -> bytes:
    """Return an object file of a function of Numba's and its door; empty if it is unexpected."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    module = llvm.parse_assembly(f"{text}\n{_door(layout, symbol)}")
    taken = [str(argument.type) for argument in module.get_function(symbol).arguments]
    returns_status = re.search(rf'^define .*\bi32 @"?{re.escape(symbol)}"?\(', text, re.MULTILINE)
    if taken != _parameters(layout) or not returns_status:
        return b""
    for part in (*module.functions, *module.global_variables):
        if not part.is_declaration and part.name != DOOR:
            part.linkage = "internal"
    # What Python would call is not used any more.
    machine = llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=3,
        reloc="pic",
    )
    passes = llvm.create_new_module_pass_manager()
    passes.add_global_dead_code_eliminate_pass()
    passes.run(module, llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(3)))
    needed = [part.name for part in module.functions if part.is_declaration]
    if any(name not in KNOWN and not name.startswith("llvm.") for name in needed):
        return b""
    code: bytes = machine.emit_object(module)
    return code


def _door(layout: str, symbol: str) -> str:
    """Return the function that calls another one with what stands in a row at an address."""
    lines, given = [], []
    result, error, *others = _parameters(layout)
    for at, kind in enumerate(others):
        lines.append(f"%at{at} = getelementptr i64, ptr %row, i64 {at}")
        lines.append(f"%figure{at} = load {kind}, ptr %at{at}")
        given.append(f"{kind} %figure{at}")
    given = [f"{result} %result", f"{error} %error", *given]
    return "\n".join(
        (
            f"define i32 @{DOOR}(ptr %row) {{",
            "%result = alloca i64",
            "%error = alloca i64",
            *lines,
            f'%status = call i32 @"{symbol}"({", ".join(given)})',
            "ret i32 %status",
            "}",
        )
    )


@lru_cache(maxsize=1)
def _linker() -> Any:
    """Return what links object files. It stays as long as the process."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.create_lljit_compiler(use_jit_link=True)


def _place(name: str, layout: str) -> str:
    digest = hashlib.sha256(f"{layout}\n{mark()}".encode()).hexdigest()
    return f"{name}-{digest[:16]}"


def _file(folder: Path, name: str, layout: str) -> Path:
    return folder / f"{_place(name, layout)}.code"


def _write(file: Path, contents: bytes) -> None:
    """Write a file, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as part:
        part.write(contents)
    os.replace(part.name, file)
