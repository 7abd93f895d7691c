"""The specification as plain data, for the programs that lay documents out: HTML and typst."""

from typing import Any

from funnelcraft.funnel.text import _, ngettext, number
from funnelcraft.io.clean_text import clean
from funnelcraft.io.exports.spec.content import Spec, StageSpec, TriggerSpec
from funnelcraft.io.exports.spec.tables import (
    duty_headings,
    duty_rows,
    filter_headings,
    filter_rows,
    logic_words,
    overview_rows,
    stage_rows,
    test_headings,
    trigger_rows,
)
from funnelcraft.io.exports.test_plan.files import lead_name


def plain(found: Spec) -> dict[str, Any]:
    """Return everything a layout shows, as texts, lists and numbers, clean of control signs."""
    whole = {
        "heading": _("{title}: stage specification").format(title=found.title),
        "overview": overview_rows(found),
        "duties": {"headings": duty_headings(), "rows": duty_rows(found)},
        "stages": [_stage(stage) for stage in found.stages],
        "triggers": [_trigger(trigger) for trigger in found.triggers],
        "lists": [
            (_("Open points"), found.open_points),
            (_("Known and accepted"), found.accepted),
        ],
        "words": {
            "drawing": _("The funnel as it is drawn"),
            "contents": _("Contents"),
            "duties": _("Who does what"),
            "stages": _("Stages"),
            "triggers": _("Triggers"),
            "undefined": _("No definition yet."),
            "entry": _("A lead enters when"),
            "exit": _("A lead leaves when"),
        },
    }
    cleaned: dict[str, Any] = _clean(whole)
    return cleaned


def _clean(value: Any) -> Any:
    match value:
        case str():
            return clean(value)
        case dict():
            return {key: _clean(one) for key, one in value.items()}
        case list() | tuple():
            return [_clean(one) for one in value]
        case _:
            return value


def _stage(stage: StageSpec) -> dict[str, Any]:
    return {
        "number": stage.number,
        "term": stage.term,
        "abbreviation": stage.abbreviation if stage.abbreviation != stage.term else "",
        "definition": stage.definition,
        "entry": stage.entry,
        "exit": stage.exit,
        "facts": stage_rows(stage),
    }


def _trigger(trigger: TriggerSpec) -> dict[str, Any]:
    title = f"{trigger.number}. {trigger.way}"
    tests = ngettext("{n} test", "{n} tests", len(trigger.tests))
    return {
        "number": trigger.number,
        "title": title if trigger.name == trigger.way else f"{title}: {trigger.name}",
        "description": trigger.description,
        "sentence": trigger.sentence,
        "filters": {"headings": filter_headings(), "rows": filter_rows(trigger)},
        "logic": logic_words(trigger),
        "facts": trigger_rows(trigger),
        "tests_title": tests.format(n=number(len(trigger.tests))),
        "tests": {
            "headings": test_headings(),
            "rows": [
                (lead_name(test.number), test.about, test.lead, test.expected)
                for test in trigger.tests
            ],
        },
    }
