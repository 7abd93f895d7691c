"""The decision asked: in the document's own words, with what each scenario would bring."""

from dataclasses import replace

from funnelcraft.funnel.text import _, ngettext, number, percent
from funnelcraft.io.clean_text import one_line
from funnelcraft.io.deck.evidence import Evidence, Option
from funnelcraft.io.deck.page import Bar, BarsPicture, Page, Role, Support
from funnelcraft.io.deck.pages.wording import (
    amount,
    bounded,
    figure_name,
    kicker,
    source_of_file,
    source_of_runs,
    spoken,
    unit_of,
)
from funnelcraft.io.deck.writing import HEADLINE, PARAGRAPH, shortened

ABOVE_PICTURE = 180  # characters that have room above the bars


def decision_page(known: Evidence) -> Page:
    """Return the page that asks for the decision."""
    page = Page("decision", kicker(known, _("The decision")), "", source=source_of_file(known))
    asked = one_line(known.question.base.decision, shown=True)
    options = tuple(one for one in known.options or () if one.more is not None)
    failed = tuple(one for one in known.options or () if one.more is None)
    if options and known.figure is not None:
        page = _with_options(replace(page, source=source_of_runs(known)), known, options)
    elif known.question.base.scenarios and known.options is None and not known.refusal:
        text = _("What the scenarios bring is being computed.")
        page = replace(page, text=(text,), preliminary=True)
    title, rest = _headline(asked, ABOVE_PICTURE if options else PARAGRAPH)
    if not title:
        title = _best(known, options) or _nothing_asked()
    texts = (*((rest,) if rest else ()), *page.text, *_failures(failed))
    if not asked and not known.question.base.scenarios:
        texts = _how_to_ask()
    return replace(
        page,
        title=shortened(title, HEADLINE),
        text=texts,
        notes=(title, *texts, *page.notes),
    )


def _headline(asked: str, most: int) -> tuple[str, str]:
    """Return the first sentences of what is asked, and at most so much of the rest."""
    if len(asked) <= HEADLINE:
        return asked, ""
    end = max(asked[:HEADLINE].rfind(sign) for sign in (". ", "? ", "! "))
    if end >= 0:
        return asked[: end + 1], shortened(asked[end + 2 :], most)
    head = shortened(asked, HEADLINE)
    return head, shortened(asked[len(head) - 1 :], most)


def _nothing_asked() -> str:
    return _("No decision is written down in this document yet")


def _how_to_ask() -> tuple[str, ...]:
    return (
        _(
            "Write what is asked of the executives under “Decision asked” in the document’s "
            "settings (Edit, Edit the document’s settings)."
        ),
        _(
            "Scenarios are options to decide between: each is shown here with what it brings more "
            "than the funnel as it stands."
        ),
    )


def _best(known: Evidence, options: tuple[Option, ...]) -> str:
    """Say which scenario brings most; empty where there is none."""
    if not options or known.figure is None:
        return ""
    best = max(options, key=lambda one: one.more.mean if one.more else 0.0)
    assert best.more is not None
    currency = unit_of(known.figure, known.funnel)
    if best.more.mean <= 0:
        return _("Keep the funnel as it stands: no scenario brings more {figure}").format(
            figure=figure_name(known.figure, known.funnel)
        )
    text = ngettext(
        "Decide on “{name}”: it brings {more} more {figure} ({range})",
        "Decide between {n} scenarios: “{name}” brings most, {more} more {figure} ({range})",
        len(options),
    )
    return text.format(
        n=number(len(options)),
        name=shortened(best.name),
        more=amount(best.more.mean, currency),
        figure=figure_name(known.figure, known.funnel),
        range=bounded(best.more, currency),
    )


def _with_options(page: Page, known: Evidence, options: tuple[Option, ...]) -> Page:
    assert known.figure is not None
    currency = unit_of(known.figure, known.funnel)
    bars = tuple(_bar(one, currency) for one in options)
    supports = tuple(_support(one) for one in options[:4])
    return replace(
        page,
        picture=BarsPicture(bars, currency or "count"),
        caption=_("What each scenario brings more: {figure}, with its 80% bounds").format(
            figure=figure_name(known.figure, known.funnel)
        ),
        supports=supports,
        notes=spoken(supports),
    )


def _bar(one: Option, currency: str) -> Bar:
    assert one.more is not None
    more = one.more
    role: Role = "won" if more.p10 > 0 else "lost" if more.p90 < 0 else "accent"
    text = amount(more.mean, currency)
    if more.mean > 0:
        text = _("+{amount}").format(amount=text)
    return Bar(
        shortened(one.name),
        0.0,
        more.mean,
        text,
        more.p10,
        more.p90,
        mark_text=bounded(more, currency),
        role=role,
    )


def _support(one: Option) -> Support:
    changes = ngettext("{n} change", "{n} changes", one.changes).format(n=number(one.changes))
    return Support(
        _("“{name}” is ahead in").format(name=shortened(one.name, 24)),
        _("{share} of the runs").format(share=percent(one.ahead)),
        _("behind in {share}; {changes}").format(share=percent(one.behind), changes=changes),
    )


def _failures(failed: tuple[Option, ...]) -> tuple[str, ...]:
    return tuple(
        _("“{name}” can’t be compared: {why}").format(
            name=shortened(one.name), why=one.problem or _("its funnel ends elsewhere.")
        )
        for one in failed[:2]
    )
