"""Why: what is wrong today as measured, else what the team agreed on; the document's own words."""

from funnelcraft.funnel.audit.flows import flows
from funnelcraft.funnel.audit.reading import reading
from funnelcraft.funnel.audit.trouble import Trouble
from funnelcraft.funnel.audit.troubles import troubles
from funnelcraft.funnel.checks import Review, review
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import ENDS, Funnel, Stage
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _, ngettext, number, written_day
from funnelcraft.io.deck.evidence import Evidence
from funnelcraft.io.deck.page import Page, Support
from funnelcraft.io.deck.pages.wording import kicker, source_of_file, spoken
from funnelcraft.io.deck.writing import HEADLINE, PARAGRAPH, shortened

BOTH = ("marketing", "sales")
MOST_TROUBLES = 3


def why_page(known: Evidence) -> Page:
    """Return the page that says why the funnel is rebuilt."""
    funnel = known.funnel
    found = _troubles(funnel)
    title = _title_of(funnel, found[0]) if found else _agreement_title(funnel)
    texts = _texts(funnel, found)
    supports = _supports(funnel, found)
    return Page(
        "why",
        kicker(known, _("Why")),
        shortened(title, HEADLINE),
        text=texts,
        supports=supports,
        source=_source(known, bool(found)),
        notes=(title, *texts, *spoken(supports)),
    )


def _troubles(funnel: Funnel) -> tuple[Trouble, ...]:
    """Return what is wrong as measured, what costs most first; doubts about figures left out."""
    read = reading(funnel)
    if read is None:
        return ()
    return tuple(one for one in troubles(read, flows(read)) if not one.is_doubt)


def _title_of(funnel: Funnel, trouble: Trouble) -> str:
    """Say what costs most as a sentence; its heading and figure where it is at no one stage."""
    stage = None
    if trouble.place is not None and trouble.place.kind == "stage":
        stage = stages_by_id(funnel).get(trouble.place.id)
    texts = {
        "leak": _("Today {figure} end at “{stage}”: no other leak costs as much"),
        "bottleneck": _("Today leads pile up at “{stage}”: {figure}"),
        "zombies": _("Today {figure} at “{stage}” are dead and count as alive"),
        "sla": _("Today the promised time at “{stage}” is broken: {figure}"),
    }
    if stage is None or trouble.kind not in texts:
        return _("{heading} ({figure})").format(heading=trouble.title, figure=trouble.figure)
    name = shortened(stage_name(stage))
    return texts[trouble.kind].format(figure=trouble.figure, stage=name)


def _told(trouble: Trouble) -> str:
    text = _("{heading}. {sentence}")
    return text.format(heading=trouble.title, sentence=trouble.sentence)


def agreed_stages(funnel: Funnel) -> tuple[list[Stage], list[Stage]]:
    """Return the stages that hold leads, and those of them both departments agreed to."""
    held = [stage for stage in funnel.stages if stage.kind not in (*ENDS, "gate")]
    agreed = [
        stage
        for stage in held
        if set(BOTH) <= {department.strip().casefold() for department in stage.agreed_by}
    ]
    return held, agreed


def _agreement_title(funnel: Funnel) -> str:
    held, agreed = agreed_stages(funnel)
    if not held:
        return _("The funnel has no stages yet")
    if len(agreed) == len(held):
        text = ngettext(
            "Marketing and sales agreed to the one stage of this funnel",
            "Marketing and sales agreed to all {n} stages of this funnel",
            len(held),
        )
        return text.format(n=number(len(held)))
    text = ngettext(
        "Marketing and sales have not agreed to the one stage of this funnel yet",
        "Marketing and sales agreed to {agreed} of the {n} stages so far",
        len(held),
    )
    return text.format(agreed=number(len(agreed)), n=number(len(held)))


def _texts(funnel: Funnel, found: tuple[Trouble, ...]) -> tuple[str, ...]:
    """Return the document's notes, and what is wrong as measured."""
    notes = shortened(funnel.notes, PARAGRAPH)
    if found:
        said = tuple(shortened(_told(one), 230) for one in found[:MOST_TROUBLES])
        return said if len(said) == MOST_TROUBLES or not notes else (*said, shortened(notes, 230))
    if notes:
        return (notes,)
    return (
        _(
            "The document’s notes do not say yet what this funnel is for. Write it there, or "
            "measure today’s funnel: an import of a CRM export finds where it loses leads."
        ),
    )


def _supports(funnel: Funnel, found: tuple[Trouble, ...]) -> tuple[Support, ...]:
    if len(found) > 1:
        return tuple(
            Support(shortened(one.title), one.figure) for one in found[: MOST_TROUBLES + 1]
        )
    held, agreed = agreed_stages(funnel)
    defined = sum(bool(stage.definition.strip()) for stage in held)
    exact = sum(bool(t.description.strip()) or t.rule is not None for t in funnel.triggers)
    looked = review(funnel)
    first = (
        Support(
            _("Stages with a definition"), _of(defined, len(held)), _("stages that hold leads")
        ),
        Support(_("Agreed by marketing and sales"), _of(len(agreed), len(held)), _("stages")),
        Support(_("Triggers described"), _of(exact, len(funnel.triggers))),
    )
    return (*first, _checks(looked))


def _of(some: int, whole: int) -> str:
    return _("{n} of {all}").format(n=number(some), all=number(whole))


def _checks(looked: Review) -> Support:
    levels = [finding.level for finding in looked.open]
    errors, warnings = levels.count("error"), levels.count("warning")
    note = _("{errors} stop a forecast, {hints} are hints").format(
        errors=number(errors), hints=number(levels.count("hint"))
    )
    return Support(_("Warnings of the design checks"), number(warnings), note)


def _source(known: Evidence, measured: bool) -> str:
    text = source_of_file(known)
    baseline = known.funnel.baseline
    if not measured or baseline is None:
        return text
    return _("{source}; measured from {leads} leads first met {first} to {last}").format(
        source=text,
        leads=number(baseline.leads),
        first=written_day(baseline.first),
        last=written_day(baseline.last),
    )
