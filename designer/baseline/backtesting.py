"""What the thread of a backtest does: read an export again, and test. No Qt.

The functions are given everything by value and refer to no widget: a garbage collection in the
thread could destroy one.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from funnelcraft.designer.importing import work
from funnelcraft.designer.importing.kept import Kept, digests
from funnelcraft.designer.importing.placing import LogStage, onto_funnel
from funnelcraft.funnel.measured import Backtest, MeasuredBaseline
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, number
from funnelcraft.io.imports.progress import OnProgress, Progress, ShouldStop, Stopped
from funnelcraft.io.problems import FileProblem

if TYPE_CHECKING:
    from funnelcraft.simulation.baseline.history import History

RUNS, SEED = 1000, 1


def read_again(
    paths: tuple[Path, ...],
    funnel: Funnel,
    baseline: MeasuredBaseline,
    folder: Path,
    on_progress: OnProgress,
    should_stop: ShouldStop,
) -> Kept:
    """Read the export that a baseline was measured from, the way it was read. Raises FileProblem.

    Other files, or the same ones changed, are refused: their SHA-256 is another.
    """
    from funnelcraft.io.imports import read_in_child

    looked = work.look(paths, None, folder, on_progress, should_stop)
    ordered = tuple(Path(path) for path in looked.proposal.paths)
    if looked.proposal.questions:
        raise FileProblem(
            ordered[0], _("it is not known any more how this was read; import it again.")
        )
    log = read_in_child(ordered, looked.proposal.mapping, on_progress, should_stop)
    found = tuple(sorted(file.sha256 for file in log.files))
    if found != digests(baseline):
        raise FileProblem(
            ordered[0], _("this is not the export that the baseline was measured from.")
        )
    return Kept(found, ordered, log.history, _stages(log.history, funnel))


def _stages(history: "History", funnel: Funnel) -> Mapping[str, int]:
    """Return which stages of a history are which of a funnel, by id."""
    board = onto_funnel([LogStage(name, 0) for name in history.stages], funnel)
    places = {name: at for at, name in enumerate(history.stages)}
    return {stage_id: places[name] for name, stage_id in board.where.items()}


def test(
    found: Kept,
    stage_id: str,
    days: int,
    baseline: MeasuredBaseline,
    on_progress: OnProgress,
    should_stop: ShouldStop,
) -> Backtest:
    """Forecast a stage's entries from past days of a history. Raises FileProblem, Stopped.

    Leads met before the baseline's window are left out: the log may not say what became of them.
    """
    from funnelcraft.simulation.backtest.backtesting import NothingToTest, Question, backtest
    from funnelcraft.simulation.backtest.cuts import usual_cuts
    from funnelcraft.simulation.engine import Settings
    from funnelcraft.simulation.engine import Stopped as EngineStopped

    history = _known(found.history, baseline)
    target = found.stages[stage_id]
    cuts = usual_cuts(history, target, days)
    if not cuts:
        raise FileProblem(
            found.paths[0],
            _("the log is too short to forecast {days} days from twelve weeks or more.").format(
                days=number(days)
            ),
        )
    wait_for_machine_code(should_stop)
    done = 0

    def on_cut(_tested: object) -> None:
        nonlocal done
        done += 1
        on_progress(Progress(done, len(cuts), done, _("testing")))

    try:
        tested = backtest(
            history, Question(target, days), cuts, Settings(RUNS, seed=SEED), on_cut, should_stop
        )
    except NothingToTest as problem:
        raise FileProblem(found.paths[0], str(problem)) from problem
    except EngineStopped as error:
        raise Stopped from error
    return tested.replaced(target=stage_id)


def _known(history: "History", baseline: MeasuredBaseline) -> "History":
    """Return the leads of a history from the window's first day on, as known on its last."""
    from funnelcraft.simulation.baseline.history import first_met, seen_until
    from funnelcraft.simulation.baseline.volume import day_number

    first, seen = (day_number(date.fromisoformat(one)) for one in (baseline.first, baseline.seen))
    history, _left_out = first_met(history, first, seen)
    return seen_until(history, seen)[0]


def wait_for_machine_code(should_stop: ShouldStop) -> None:
    """Wait until the engine is compiled, which takes a minute the first time. Raises Stopped."""
    from funnelcraft.simulation.engine.warming import Warming

    warming = Warming()
    warming.start()
    if not warming.wait_while(lambda: not should_stop(), lambda: None):
        warming.close()
        raise Stopped
