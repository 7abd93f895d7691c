"""Questions and answers, made from definitions and triggers."""

from collections.abc import Iterator

from funnelcraft.funnel.graph import stages_by_id, stages_in_order, triggers_from
from funnelcraft.funnel.model import ENDS, Funnel, Stage, Trigger
from funnelcraft.funnel.names import short_stage_name, trigger_name
from funnelcraft.funnel.text import _
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.kit.phrases import decision_words, full_name, owner_name, promise_words
from funnelcraft.io.exports.leaflet import Bullets, Leaflet, Paragraph, Section
from funnelcraft.io.exports.words import document_title


def faq(funnel: Funnel, context: Context) -> Leaflet:
    """Return all questions, stage by stage."""
    sections = [section for stage in stages_in_order(funnel) for section in _of(funnel, stage)]
    return Leaflet(
        _("Questions and answers"),
        document_title(funnel, context),
        (*sections, *_general(funnel)),
    )


def _of(funnel: Funnel, stage: Stage) -> Iterator[Section]:
    name = short_stage_name(stage)
    if stage.definition.strip() or stage.entry_criteria:
        parts: list[Paragraph | Bullets] = []
        if stage.definition.strip():
            parts.append(Paragraph(stage.definition))
        if stage.entry_criteria:
            parts += [Paragraph(_("All of this holds:")), Bullets(stage.entry_criteria)]
        yield Section(_("What is “{stage}”?").format(stage=full_name(stage)), tuple(parts))
    if stage.kind in ENDS:
        return
    question = _("Who looks after a lead in {stage}, and how long is there for it?")
    text = _("{owner}; {promise}.")
    answer = text.format(owner=owner_name(funnel, stage), promise=promise_words(stage))
    yield Section(question.format(stage=name), (Paragraph(answer[:1].upper() + answer[1:]),))
    ways = triggers_from(funnel, stage.id)
    forward = [t for t in ways if t.kind == "progress"]
    back = [t for t in ways if t.kind == "recycle"]
    out = [t for t in ways if t.kind == "disqualify"]
    late = [t for t in ways if t.kind == "sla_breach"]
    for triggers, asked in (
        (forward, _("When does a lead leave {stage} for the next stage?")),
        (back, _("What if a lead in {stage} is not ready?")),
        (out, _("What if a lead in {stage} never will be a customer?")),
        (late, _("What happens when nobody gets to a lead in {stage} in time?")),
    ):
        if triggers:
            yield _answered(funnel, asked.format(stage=name), triggers)


def _answered(funnel: Funnel, question: str, triggers: list[Trigger]) -> Section:
    said = tuple(decision_words(funnel, trigger) for trigger in triggers)
    return Section(question, (Bullets(said) if len(said) > 1 else Paragraph(said[0]),))


def _general(funnel: Funnel) -> Iterator[Section]:
    by_hand = [t for t in funnel.triggers if t.automation == "manual"]
    known = stages_by_id(funnel)
    if by_hand:
        said = tuple(
            _("“{trigger}”: {owner}").format(
                trigger=trigger_name(funnel, trigger),
                owner=owner_name(funnel, known.get(trigger.from_stage)),
            )
            for trigger in by_hand
        )
        yield Section(_("Which moves does a person decide, and who?"), (Bullets(said),))
    yield Section(
        _("What do I do with a lead that fits no rule?"),
        (
            Paragraph(
                _(
                    "Leave it where it is and tell the project manager: a rule may be missing or "
                    "wrong."
                )
            ),
        ),
    )
