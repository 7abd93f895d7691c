"""Read a diagram in a process of its own: a hostile file can end that one, and no more."""

from pathlib import Path

from funnelcraft.io.diagrams.reading import Skeleton
from funnelcraft.io.imports.children import ask, shared_folder, trusting_nothing
from funnelcraft.io.imports.progress import ShouldStop
from funnelcraft.io.project_file import parse


def read_diagram_apart(path: Path, should_stop: ShouldStop | None = None) -> Skeleton:
    """Do as `read_diagram` in a process of its own. Raises FileProblem, Stopped."""
    with shared_folder() as folder:
        answer = ask("diagram", [path], None, folder, None, should_stop)
    with trusting_nothing([path]):
        funnel = parse(answer["funnel"].encode(), path).funnel
        return Skeleton(funnel, tuple(str(note) for note in answer["notes"]))
