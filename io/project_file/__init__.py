"""The portable document `*.funnel`: read it inertly, write it all or not at all.

Version 1 (first): `docs/format.md`. A later version adds a module for each step from one version
to the next; a file newer than the program is refused.
"""

from funnelcraft.io.problems import ChangedOnDisk, FileProblem
from funnelcraft.io.project_file.reading import Opened, parse, read
from funnelcraft.io.project_file.writing import dump, save, sha256

__all__ = [
    "ChangedOnDisk",
    "FileProblem",
    "Opened",
    "dump",
    "parse",
    "read",
    "save",
    "sha256",
]
