"""Is it clear when a trigger fires? Words that mean something else to everyone who reads them."""

import re
from collections.abc import Iterator

from funnelcraft.funnel.checks.facts import Facts
from funnelcraft.funnel.findings import Finding, Place
from funnelcraft.funnel.model import Trigger
from funnelcraft.funnel.text import _

# Words of judgement: two people who look at one lead apply them differently.
VAGUE = (
    *("interested", "interest", "good fit", "right fit", "fit", "engaged", "engagement"),
    *("qualified", "ready", "sales-ready", "hot", "warm", "promising", "serious", "suitable"),
    *("appropriate", "relevant", "likely", "probably", "potential", "enough", "sufficient"),
    *("strong", "good", "high", "active", "soon", "recently", "often", "several", "regularly"),
    *("looks like", "seems", "feels", "as needed", "if necessary", "when possible"),
)
_VAGUE = re.compile(r"\b(" + "|".join(map(re.escape, VAGUE)) + r")\b", re.IGNORECASE)

# What two people can check: a figure, a quoted value, something done, recorded or signed.
_CRITERION = re.compile(
    r"\d|[\"“”«»„]|[<>≥≤=%]"
    r"|\b(one|two|three|four|five|six|seven|eight|nine|ten|twelve|once|twice)\b"
    r"|\b(booked|signed|sent|filled|recorded|set|held|took place|answered|attended|downloaded"
    r"|confirmed in writing|in writing|declined|requested|paid|opened|closed|bounced|submitted"
    r"|accepted|in the calendar|on record|logged|ticked|entered)\b",
    re.IGNORECASE,
)


def vagueness_findings(facts: Facts) -> Iterator[Finding]:
    """Yield the triggers nobody can apply the same way twice.

    A rule is a criterion by itself. So is a description with a figure, a value or a deed in it.
    """
    for trigger in facts.funnel.triggers:
        if trigger.rule is not None or trigger.kind == "sla_breach":
            continue
        written = trigger.description.strip()
        place = Place("trigger", trigger.id, "description")
        word = vague_word(trigger)
        if word and not _CRITERION.search(written):
            message = _("{trigger} fires on “{word}”: say by what anyone can tell that it is so.")
            text = message.format(trigger=facts.label(trigger), word=word)
            yield Finding("vague-trigger", "warning", place, text)
        elif not written:
            message = _("{trigger} does not say what must have happened to the lead.")
            text = message.format(trigger=facts.label(trigger))
            yield Finding("no-criterion", "hint", place, text)


def vague_word(trigger: Trigger) -> str:
    """Return the first word of judgement in a trigger's name or description, or an empty text."""
    found = _VAGUE.search(trigger.description) or _VAGUE.search(trigger.name)
    return found.group(0) if found else ""
