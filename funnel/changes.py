"""What a scenario is in the file: named changes to the funnel of the document."""

from typing import Literal

from pydantic import JsonValue

from funnelcraft.funnel.values import Many, Text, Value

PartKind = Literal["funnel", "segment", "role", "stage", "trigger", "source"]
# The place of a change that puts the parts of a kind into another order.
ORDER = "order"


class Change(Value):
    """One difference from the base: what a part's key is instead.

    `part` and `id` say which part (no id: the document itself), `path` which key of it, by names
    from the outside in. Without a path the whole part is added with `value`, or taken away where
    `gone` is true; with one, `gone` takes the key away. `was` is what the base said when the change
    was made, so that it can be told when the base has moved on since. A change that is `off` is
    kept and not made.
    """

    part: PartKind
    id: Text = ""
    path: Many[Text] = ()
    value: JsonValue = None
    was: JsonValue = None
    gone: bool = False
    off: bool = False


class Scenario(Value):
    """A named set of changes to the document's funnel: an option to be weighed."""

    id: Text
    name: Text
    notes: Text = ""
    changes: Many[Change] = ()
