"""What a mapping of stages is in the file: which stage is which of another document, by hand."""

from funnelcraft.funnel.values import Many, Text, Value


class StageMatch(Value):
    """A stage of the document, and what it is in the other; null where it is nothing there."""

    stage: Text
    other: Text | None = None


class KeptMapping(Value):
    """The stages of the document that are stages of another one, as somebody said.

    `title` and `stage_ids` are those of the other document when it was mapped last: by them it is
    known again. `pairs` names every stage that the document had then, so that what came since can
    be told from what is nothing there.
    """

    title: Text = ""
    stage_ids: Many[Text] = ()
    pairs: Many[StageMatch] = ()
