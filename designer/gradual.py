"""Heavy packages that touch Qt, imported in the GUI's thread in slices nobody notices.

PySide makes its classes when they are first asked for, and is not safe when two threads ask at
once: a program that imported pyqtgraph in a second thread crashed one time in three. So what
touches Qt is imported here, between events: first every class of Qt's modules, which the packages
will ask for, then the packages statement by statement.
"""

import ast
import importlib
import importlib.util
import sys
import time
from collections.abc import Iterator
from types import ModuleType

from PySide6.QtCore import QObject, QTimer, Signal

SLICE = 0.006  # seconds of work between two looks at the events
PAUSE = 4  # milliseconds for the events


def touch_classes(name: str) -> Iterator[None]:
    """Let PySide make the classes of a module, one a step."""
    module = importlib.import_module(name)
    yield
    for attribute in dir(module):
        getattr(module, attribute)
        yield


def import_whole(name: str) -> Iterator[None]:
    """Import a module in a single step."""
    importlib.import_module(name)
    yield


def import_stepwise(name: str) -> Iterator[None]:
    """Import a module, one statement of its own a step.

    The same statements run in the same order as in `import`. Where the source is not at hand the
    module is imported in a single step.
    """
    if name in sys.modules:
        return
    parent, _dot, child = name.rpartition(".")
    if parent:
        importlib.import_module(parent)
        yield
    spec = importlib.util.find_spec(name)
    source = getattr(spec.loader, "get_source", None) if spec is not None else None
    text = source(name) if source is not None else None
    if spec is None or text is None:
        yield from import_whole(name)
        return
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        yield from _run(ast.parse(text, spec.origin or name).body, module, spec.origin or name)
    except BaseException:
        sys.modules.pop(name, None)  # as `import` does: half a module is none
        raise
    if parent:
        setattr(sys.modules[parent], child, module)


def _run(statements: list[ast.stmt], module: ModuleType, file: str) -> Iterator[None]:
    """Run statements in a module, one a step; the branches of an `if` too."""
    for statement in statements:
        if isinstance(statement, ast.If):
            test = compile(ast.Expression(statement.test), file, "eval", dont_inherit=True)
            chosen = statement.body if eval(test, module.__dict__) else statement.orelse
            yield from _run(chosen, module, file)
        else:
            part = ast.Module([statement], [])
            exec(compile(part, file, "exec", dont_inherit=True), module.__dict__)
        yield


class Gradual(QObject):
    """Does work in slices between events. `done(name)` when a piece of work is done."""

    done = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._work: list[tuple[str, Iterator[None], bool]] = []
        self._is_half_done = False  # what must be whole is begun
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._on_time)

    def add(self, name: str, steps: Iterator[None], *, whole: bool = False) -> None:
        """Do these steps after those that are waiting already.

        `whole` work that is begun is brought to its end even when this is closed.
        """
        self._work.append((name, steps, whole))
        self._timer.start()

    @property
    def is_done(self) -> bool:
        """Whether no work is left."""
        return not self._work

    def finish(self) -> None:
        """Do all that is left at once: it is needed now."""
        self._timer.stop()
        while self._work:
            self._step()

    def close(self) -> None:
        """Do nothing more, but for what must not stay half done.

        Half a module of Qt's must neither be used nor destroyed: importing it again can fail on
        what its first half changed, and collecting it was seen to end the process.
        """
        self._timer.stop()
        try:
            while self._is_half_done:
                self._step()
        finally:
            self._work.clear()

    def _on_time(self) -> None:
        end = time.perf_counter() + SLICE
        while self._work and time.perf_counter() < end:
            self._step()
        if not self._work:
            self._timer.stop()

    def _step(self) -> None:
        name, steps, whole = self._work[0]
        self._is_half_done = False
        try:
            next(steps)
            self._is_half_done = whole
        except StopIteration:
            self._work.pop(0)
            self.done.emit(name)
