"""Read CRM exports: recognise what they are, and turn them into histories of leads.

    proposal = propose_in_child(paths)              # what is it? nothing is read for good yet
    shown = preview(proposal.files[0], proposal.mapping.files[0])   # its first rows as events
    proposal = propose_in_child(paths, mapping)     # the same look, with what a user corrected
    log = read_in_child(paths, mapping)             # the history, and what became of every row
    write_left_out_in_child(log, path)              # CSV of the rows dropped and repaired
    remember(folder, proposal, mapping)             # and the next time:
    mapping, notice = recall(folder, proposal)      # (None, "") where nothing is remembered

    propose_in_child(paths, mapping=None, on_progress=None, should_stop=None) -> Proposal
    read_in_child(paths, mapping, on_progress=None, should_stop=None) -> Log
    write_left_out_in_child(log, path, on_progress=None, should_stop=None) -> int (rows written)

All `…_in_child` block, call `on_progress(Progress)` in the thread that called them, ask
`should_stop()` at least ten times a second, and raise FileProblem (one plain sentence) or Stopped.
`propose`, `read` and `write_left_out` do the same within this process, for files one trusts.

`paths` are files, or one folder, whose tables are then read together. A mapping goes with the
files of a proposal in their order, `proposal.paths`. Of a file for which it names no columns, the
columns are guessed anew, for the form it says. No module of this package imports DuckDB,
openpyxl or Qt before a file needs it.
"""

from funnelcraft.io.imports.children import (
    propose_in_child,
    read_in_child,
    write_left_out_in_child,
)
from funnelcraft.io.imports.left_out import write_left_out
from funnelcraft.io.imports.log import Labels, Log, Remarks
from funnelcraft.io.imports.mapping import (
    MAY_HAVE,
    NEEDED,
    DateOrder,
    Decimal,
    FileMapping,
    Form,
    Kind,
    Mapping,
    Role,
    form_name,
    role_name,
)
from funnelcraft.io.imports.preview import PreviewRow, preview
from funnelcraft.io.imports.progress import OnProgress, Progress, ShouldStop, Stopped
from funnelcraft.io.imports.proposal import (
    Alternative,
    FoundText,
    LookedAtFile,
    Proposal,
    Question,
    Settles,
    Sureness,
)
from funnelcraft.io.imports.proposing import propose
from funnelcraft.io.imports.reading import read
from funnelcraft.io.imports.remembering import recall, remember

__all__ = [
    "MAY_HAVE",
    "NEEDED",
    "Alternative",
    "DateOrder",
    "Decimal",
    "FileMapping",
    "Form",
    "FoundText",
    "Kind",
    "Labels",
    "Log",
    "LookedAtFile",
    "Mapping",
    "OnProgress",
    "PreviewRow",
    "Progress",
    "Proposal",
    "Question",
    "Remarks",
    "Role",
    "Settles",
    "ShouldStop",
    "Stopped",
    "Sureness",
    "form_name",
    "preview",
    "propose",
    "propose_in_child",
    "read",
    "read_in_child",
    "recall",
    "remember",
    "role_name",
    "write_left_out",
    "write_left_out_in_child",
]
