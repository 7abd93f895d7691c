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
files of a proposal in their order, `proposal.paths`. No module of this package imports DuckDB,
openpyxl or Qt before a file needs it.
"""
