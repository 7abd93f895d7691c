"""What the tab saves, fit for a thread: the table of test leads, and how a table was judged."""

from pathlib import Path

from funnelcraft.funnel.model import Funnel
from funnelcraft.io.exports.test_plan.files import leads_table
from funnelcraft.io.exports.test_plan.plan import plan
from funnelcraft.io.files import write_bytes
from funnelcraft.io.imports.progress import OnProgress, ShouldStop
from funnelcraft.io.trigger_tests import Result, results_table


def save_leads(
    funnel: Funnel, path: Path, _on_progress: OnProgress, _should_stop: ShouldStop
) -> Path:
    """Write the leads of the test plan as CSV; return where. Raises FileProblem."""
    write_bytes(path, leads_table(funnel, plan(funnel)))
    return path


def save_result(
    result: Result, path: Path, _on_progress: OnProgress, _should_stop: ShouldStop
) -> Path:
    """Write how a table was judged as CSV; return where. Raises FileProblem."""
    write_bytes(path, results_table(result.rows))
    return path
