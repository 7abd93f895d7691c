"""Where we stand: what was measured beside published figures; without it, how to get it."""

from dataclasses import replace

from funnelcraft.funnel.audit.flows import Flows, flows
from funnelcraft.funnel.audit.industry import Compared, compared
from funnelcraft.funnel.audit.reading import Reading, reading
from funnelcraft.funnel.audit.sentences import bounds, headline, known_line
from funnelcraft.funnel.text import _, days, listed, ngettext, number, percent, rate, written_day
from funnelcraft.io.deck.evidence import Evidence
from funnelcraft.io.deck.page import Bar, BarsPicture, Page, Role, Support
from funnelcraft.io.deck.pages.wording import eighty, kicker, source_of_file
from funnelcraft.io.deck.writing import HEADLINE, NAME, PARAGRAPH, shortened
from funnelcraft.io.industry import industry_figures

MOST_BARS = 5
# The best founded of several figures of one step is shown.
GRADES = ("good", "fair", "second hand", "looks low")


def standing_page(known: Evidence) -> Page:
    """Return the page that compares today's funnel with the industry."""
    read = reading(known.funnel)
    if read is None:
        return _missing(known)
    found = flows(read)
    steps = comparable(read)
    said = headline(read, found)
    page = Page(
        "standing",
        kicker(known, _("Where we stand")),
        shortened(_title(steps) or said, HEADLINE),
        supports=_supports(read, found),
        source=_source(known, steps),
        notes=(said, *(one.sentence for one in steps), known_line(read)),
    )
    if not steps:
        texts = (
            said,
            _(
                "No published figure is of stages named like these, so nothing is compared: a "
                "stage of another name may be defined otherwise."
            ),
        )
        return replace(page, text=texts[1:] if page.title == said else texts)
    return replace(
        page,
        picture=BarsPicture(tuple(_bar(read, one) for one in steps), "share"),
        caption=_("Share of leads that move on: ours with its 80% bounds, ◆ published"),
    )


def comparable(read: Reading) -> tuple[Compared, ...]:
    """Return one comparison a step, with the figure that is founded best, in the funnel's order."""
    said, _refused = compared(read, industry_figures())
    best: dict[tuple[str, str], Compared] = {}
    ranked = sorted(said, key=lambda one: _grade(one.figure.grade))
    for one in ranked:
        best.setdefault((one.figure.from_stage, one.figure.to_stage), one)
    kept = sorted(best.values(), key=said.index)
    return tuple(kept[:MOST_BARS])


def _grade(grade: str) -> int:
    return GRADES.index(grade) if grade in GRADES else len(GRADES)


def _title(steps: tuple[Compared, ...]) -> str:
    """Say how many steps are above and below the industry; empty where none is compared."""
    if not steps:
        return ""
    below = [one for one in steps if one.verdict == "below"]
    above = [one for one in steps if one.verdict == "above"]
    if not below and not above:
        text = ngettext(
            "No difference from the industry can be told at the one step that compares",
            "No difference from the industry can be told at the {n} steps that compare",
            len(steps),
        )
        return text.format(n=number(len(steps)))
    parts = []
    if below:
        parts.append(_("below the industry at {steps}").format(steps=_named(below)))
    if above:
        parts.append(_("above it at {steps}") if below else _("above the industry at {steps}"))
        parts[-1] = parts[-1].format(steps=_named(above))
    return _("We stand {where}").format(where=listed(parts))


def _named(steps: list[Compared]) -> str:
    return listed([f"{one.figure.from_stage} → {one.figure.to_stage}" for one in steps])


def _bar(read: Reading, one: Compared) -> Bar:
    figure = one.figure
    roles: dict[str, Role] = {"below": "lost", "above": "won"}
    name = f"{figure.from_stage} → {figure.to_stage}"
    published = _("published {share}").format(share=percent(figure.share, 1))
    return Bar(
        shortened(name, NAME),
        0.0,
        one.measured.value,
        bounds(one.measured),
        one.measured.low,
        one.measured.high,
        figure.share,
        published,
        roles.get(one.verdict, "accent"),
    )


def _supports(read: Reading, found: Flows) -> tuple[Support, ...]:
    baseline = read.baseline
    supports = [
        Support(
            _("Leads measured"),
            number(baseline.leads),
            _("{first} to {last}").format(
                first=written_day(baseline.first), last=written_day(baseline.last)
            ),
        )
    ]
    if found.share is not None:
        share = found.share
        note = eighty(rate(share.low), rate(share.high))
        supports.append(Support(_("Of all leads become customers"), rate(share.value), note))
    if found.mean_days is not None:
        supports.append(Support(_("From first contact to the win"), days(found.mean_days), ""))
    biggest = found.biggest()
    if biggest is not None and found.lost > 0:
        share_lost = rate(biggest.leads / found.lost)
        where = _("of all lost end in “{stage}”").format(stage=read.brief(biggest.stage))
        supports.append(Support(_("Biggest leak"), share_lost, where))
    return tuple(supports[:4])


def _source(known: Evidence, steps: tuple[Compared, ...]) -> str:
    baseline = known.funnel.baseline
    files = [] if baseline is None else [shortened(file.name) for file in baseline.files[:2]]
    parts = [source_of_file(known)]
    if files:
        parts.append(_("measured from {files}").format(files=listed(files)))
    sources = list(dict.fromkeys(one.figure.source for one in steps))
    if sources:
        parts.append(_("published: {sources}").format(sources="; ".join(sources[:3])))
    return "; ".join(parts)


def _missing(known: Evidence) -> Page:
    """Return the page of a funnel nobody has measured: what is missing, and how to get it."""
    texts = (
        _(
            "Missing: how many leads came to each stage in the last 12 months, which share moved "
            "on, and in how many days. Without it nobody can say where leads are lost today."
        ),
        _(
            "How to get it: export leads with the dates of their stages from the CRM, and choose "
            "File, Import a CRM export. The figures are then compared with published ones here."
        ),
        _n_published(),
    )
    return Page(
        "standing",
        kicker(known, _("Where we stand")),
        _("Today’s funnel has not been measured yet, so nothing can be compared"),
        text=texts,
        source=source_of_file(known),
        notes=texts,
    )


def _n_published() -> str:
    n = len(industry_figures())
    text = _("{n} published figures are ready to be compared with stages of the same names.")
    return shortened(text.format(n=number(n)), PARAGRAPH)
