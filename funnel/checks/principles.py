"""The rules of a good stage and a good trigger: which one a finding breaks, and why it holds."""

from dataclasses import dataclass

from funnelcraft.funnel.text import _


@dataclass(frozen=True)
class Principle:
    """A rule of good design: a name of a few words, and one sentence that says why it holds."""

    name: str
    why: str


# The rule that findings of a code break, by a name of its own.
_CODES: dict[str, tuple[str, ...]] = {
    "one-term": ("no-term", "shared-term"),
    "clear-definition": ("no-definition", "long-definition"),
    "firm-trigger": ("vague-trigger", "no-criterion", "unfinished-condition"),
    "same-way": ("overlapping-triggers", "gate-without-default", "gate-defaults"),
    "agreed": ("not-agreed",),
    "owner": ("no-owner", "dangling-owner"),
    "promise": ("handover-without-sla", "breach-without-sla"),
    "kept-promise": ("sla-too-short",),
    "room": ("capacity-too-small",),
    "way-back": ("no-way-back",),
    "gets-somewhere": (
        "no-source",
        "unreachable-stage",
        "dead-end",
        "leaves-an-end",
        "zero-time-cycle",
        "endless-recycle",
        "mostly-recycled",
    ),
    "few-stages": ("too-many-stages",),
    "possible-figures": (
        "missing-rate",
        "rate-out-of-range",
        "rates-over-one",
        "half-a-count",
        "impossible-counts",
        "missing-time",
        "impossible-time",
        "impossible-half-life",
        "impossible-sla",
        "impossible-capacity",
        "impossible-volume",
        "impossible-cost",
        "impossible-age",
        "impossible-deal-value",
        "impossible-drift",
        "no-deal-value",
        "start-not-a-date",
        "holiday-not-a-date",
    ),
    "sound-document": (
        "duplicate-id",
        "dangling-trigger",
        "dangling-source",
        "dangling-opening",
        "dangling-segment",
        "unknown-stage-kind",
        "unknown-trigger-kind",
        "unknown-clock",
        "unknown-calendar",
        "unknown-deal-value",
    ),
}
_BY_CODE = {code: name for name, codes in _CODES.items() for code in codes}


def principle(code: str) -> Principle:
    """Return the rule that findings of a code break; `KeyError` for a code no check has."""
    return _worded()[_BY_CODE[code]]


def codes() -> frozenset[str]:
    """Return the codes of all findings the checks know."""
    return frozenset(_BY_CODE)


def _worded() -> dict[str, Principle]:
    """Return the rules in the language in force when they are asked for."""
    return _rules_of_words() | _rules_of_work()


def _rules_of_words() -> dict[str, Principle]:
    """Return the rules by which people mean the same."""
    return {
        "one-term": Principle(
            _("One simple term"),
            _(
                "Marketing and sales count the same leads only if each stage has "
                "a name no other has."
            ),
        ),
        "clear-definition": Principle(
            _("A definition everyone understands"),
            _(
                "A definition works when a new colleague can read it once "
                "and then place a lead with it."
            ),
        ),
        "firm-trigger": Principle(
            _("A firm trigger"),
            _("Two people who look at the same lead must agree on whether it moves on."),
        ),
        "same-way": Principle(
            _("The same way every time"),
            _("If a lead can meet two triggers at once, it goes wherever somebody looked first."),
        ),
        "agreed": Principle(
            _("Agreed by both sides"),
            _("A stage that only one department agreed to is used by that department alone."),
        ),
    }


def _rules_of_work() -> dict[str, Principle]:
    """Return the rules by which leads get on."""
    return {
        "owner": Principle(
            _("Somebody answers for it"),
            _("Leads wait where everybody might act and nobody has to."),
        ),
        "promise": Principle(
            _("A promise at the hand-over"),
            _("Between two departments leads cool down, unless the receiver promises when to act."),
        ),
        "kept-promise": Principle(
            _("A promise that can be kept"),
            _("An SLA that is broken most of the time is soon read by nobody."),
        ),
        "room": Principle(
            _("Room for the work"),
            _("Where more leads come in than can be begun, the queue grows every day."),
        ),
        "way-back": Principle(
            _("A way back"),
            _(
                "What sales returns is worth nurturing; "
                "without a way back it is lost or quietly kept."
            ),
        ),
        "gets-somewhere": Principle(
            _("Every lead gets somewhere"),
            _("Leads must come in, move on, and be won or lost in the end."),
        ),
        "few-stages": Principle(
            _("As few stages as possible"),
            _("Every further stage must be explained, configured and kept clean by everyone."),
        ),
        "possible-figures": Principle(
            _("Figures that can be"),
            _("A forecast can only be computed from figures that are complete and possible."),
        ),
        "sound-document": Principle(
            _("A drawing that holds together"),
            _("Whatever the document names must exist, once, and be of a kind the program knows."),
        ),
    }
