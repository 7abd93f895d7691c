"""What all simulating commands share: how often and where to compute, progress, Ctrl+C."""

import inspect
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.simulation.engine import Executor, Settings

MOST_DAYS = 36_525

DaysOption = Annotated[
    int, typer.Option("--days", metavar="D", min=1, max=MOST_DAYS, help=_("How many days."))
]
RunsOption = Annotated[int, typer.Option("--runs", metavar="N", min=1, help=_("How many runs."))]
SeedOption = Annotated[
    int, typer.Option("--seed", metavar="S", min=0, help=_("Where chance begins."))
]
JsonOption = Annotated[
    Path | None, typer.Option("--json", metavar="OUT", help=_("Write JSON; - is stdout."))
]


@dataclass(frozen=True)
class Computing:
    """How often and how far to simulate, from which seed, and who computes: options of commands."""

    runs: RunsOption = 1000
    days: DaysOption = 365
    seed: SeedOption = 1
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", metavar="W", min=1, help=_("Threads; all processors by default.")
        ),
    ] = None
    processes: Annotated[
        bool, typer.Option("--processes", help=_("Let workers be processes instead of threads."))
    ] = False
    cluster: Annotated[
        str | None,
        typer.Option("--cluster", metavar="ADDRESS", help=_("Compute on a Dask cluster.")),
    ] = None
    tls_ca: Annotated[
        Path | None, typer.Option("--tls-ca", metavar="PEM", help=_("The cluster's authority."))
    ] = None
    tls_cert: Annotated[
        Path | None, typer.Option("--tls-cert", metavar="PEM", help=_("Our certificate."))
    ] = None
    tls_key: Annotated[
        Path | None, typer.Option("--tls-key", metavar="PEM", help=_("Our key."))
    ] = None
    no_ignorance: Annotated[
        bool, typer.Option("--no-ignorance", help=_("Take measured rates as exact."))
    ] = False
    no_drift: Annotated[
        bool, typer.Option("--no-drift", help=_("Let no rates or volumes drift."))
    ] = False

    def settings(self) -> "Settings":
        """Return what the engine is asked for."""
        from funnelcraft.simulation.engine import Settings

        return Settings(
            runs=self.runs,
            days=self.days,
            seed=self.seed,
            workers=self.workers,
            ignorance=not self.no_ignorance,
            drift=not self.no_drift,
        )

    def executor(self) -> "Executor":
        """Return who computes the blocks."""
        tls = self.tls_ca, self.tls_cert, self.tls_key
        if self.cluster is None:
            from funnelcraft.simulation.engine import Threads
            from funnelcraft.simulation.engine.processes import Processes

            if any(tls):
                raise typer.BadParameter(_("--tls-ca, --tls-cert and --tls-key need --cluster."))
            return Processes(self.workers) if self.processes else Threads(self.workers)
        if self.processes or self.workers is not None:
            raise typer.BadParameter(_("A cluster has workers of its own: leave out the others."))
        from funnelcraft.simulation.engine.cluster import Cluster, Tls

        if not any(tls):
            return Cluster(self.cluster)
        files = (None if file is None else str(file) for file in tls)
        return Cluster(self.cluster, Tls(*files))


def with_options(kind: type, name: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Let a command take a dataclass as its argument `name`: its fields become options.

    Typer reads options from a signature, so the command gets one with the fields in the place of
    the argument.
    """
    names = {field.name for field in fields(kind)}

    def wrapped(command: Callable[..., int]) -> Callable[..., int]:
        def run(**given: Any) -> int:
            together = kind(**{one: given.pop(one) for one in names})
            return command(**{name: together}, **given)

        options = list(inspect.signature(kind).parameters.values())
        parameters: list[inspect.Parameter] = []
        for parameter in inspect.signature(command).parameters.values():
            parameters += options if parameter.name == name else [parameter]
        keywords = [part.replace(kind=inspect.Parameter.KEYWORD_ONLY) for part in parameters]
        run.__doc__ = command.__doc__
        # Typer looks at both.
        run.__signature__ = inspect.Signature(keywords)  # type: ignore[attr-defined]
        run.__annotations__ = {part.name: part.annotation for part in keywords}
        return run

    return wrapped


def with_computing(command: Callable[..., int]) -> Callable[..., int]:
    """Let a command take a `Computing` as `computing`."""
    return with_options(Computing, "computing")(command)


@contextmanager
def stopping() -> Iterator[Any]:
    """Let Ctrl+C ask the simulation to stop, instead of breaking into it."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set  # signals are the main thread's
        return

    def ask(_signal: int, _frame: FrameType | None) -> None:
        asked.set()

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def progress(runs: int) -> Iterator[Any]:
    """Show progress on standard error where somebody looks at it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(_("Simulating"), total=runs)
        yield lambda partial: bar.update(task, completed=partial.runs)


@contextmanager
def progress_of(text: str) -> Iterator[Any]:
    """Show how much of something is done, as (done, in all), where somebody looks at it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(text, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
