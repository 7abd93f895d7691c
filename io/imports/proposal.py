"""What a look at some files found: what they are, how they are likely meant, what is unclear."""

from enum import StrEnum

from funnelcraft.funnel.values import Many, Text, Value
from funnelcraft.io.imports.mapping import Form, Mapping


class Sureness(StrEnum):
    """How sure a guess is."""

    SURE = "sure"
    LIKELY = "likely"
    GUESS = "guess"


class Settles(StrEnum):
    """Which part of a mapping a question is about."""

    DATE_ORDER = "date-order"
    DECIMAL = "decimal"
    COLUMNS = "columns"
    FORM = "form"


class Question(Value):
    """What the files leave open: nothing is read before it is settled in the mapping.

    `file` is the index of the file, `sentence` says what is unclear, with an example from it.
    """

    file: int
    settles: Settles
    sentence: Text


class Alternative(Value):
    """Another form a table may have, and why."""

    form: Form
    why: Text


class FoundText(Value):
    """A stage or segment as the log names it, and how many of the rows looked at name it.

    `outcome` is what the name of a stage says: `won`, `lost` or nothing.
    """

    name: Text
    rows: int
    outcome: Text = ""


class LookedAtFile(Value):
    """What a look at a file found.

    `headings` are made unlike
    each other: an empty one becomes “column 3”, one that is there twice “name (1)” and “name (2)”.
    `rows` are the first rows as texts, each as long as `headings` (longer texts are cut); `lines`
    are their lines in the file. `sheets` are those of a workbook.
    """

    name: Text
    size: int
    headings: Many[Text]
    rows: Many[Many[Text]]
    lines: Many[int]
    sheets: Many[Text] = ()
    sureness: Sureness
    why: Many[Text] = ()
    alternatives: Many[Alternative] = ()
    notes: Many[Text] = ()


class Proposal(Value):
    """What some files are, and how they would be read.

    `mapping.files[i]` is how `files[i]`, at `paths[i]`, would be read. `rows` were looked at: all
    there are where `complete`. `first` and `last` are the earliest and the latest day in them (ISO,
    or empty). `merges` are groups of stages whose names differ in their spelling alone, the most
    frequent first: proposed, not done; `segment_merges` alike. `fingerprint` is a hash of all
    headings.
    """

    paths: Many[Text]
    files: Many[LookedAtFile]
    mapping: Mapping
    questions: Many[Question] = ()
    stages: Many[FoundText] = ()
    segments: Many[FoundText] = ()
    merges: Many[Many[Text]] = ()
    segment_merges: Many[Many[Text]] = ()
    rows: int = 0
    complete: bool = True
    first: Text = ""
    last: Text = ""
    notes: Many[Text] = ()
    fingerprint: Text = ""

    @property
    def ready(self) -> bool:
        """Whether nothing is left to be settled before reading."""
        return not self.questions
