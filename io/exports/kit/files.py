"""The files of the launch kit."""

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.kit.cards import card, departments
from funnelcraft.io.exports.kit.faq import faq
from funnelcraft.io.exports.kit.training import new_people, sessions
from funnelcraft.io.exports.leaflet import Leaflet, leaflet_markdown, leaflets_pdf
from funnelcraft.io.exports.paths import file_name
from funnelcraft.io.exports.words import document_title


def launch_kit(funnel: Funnel, context: Context) -> dict[str, bytes]:
    """Return cards (a page each) as PDF, answers and training as PDF and as Markdown to edit."""
    files: dict[str, bytes] = {}
    for department in departments(funnel):
        context.step(0.2, department)
        made = card(funnel, department, context)
        name = file_name(_("card {team}").format(team=department), ".pdf", files)
        files[name] = _pdf(funnel, context, made, one_page=True)
    context.step(0.5, _("Questions and answers"))
    _add(files, funnel, context, _("questions and answers"), faq(funnel, context))
    for role, leaflet in sessions(funnel, context):
        context.step(0.7, role)
        _add(files, funnel, context, _("training {role}").format(role=role), leaflet)
    _add(files, funnel, context, _("training new people"), new_people(funnel, context))
    return files


def _add(
    files: dict[str, bytes], funnel: Funnel, context: Context, name: str, leaflet: Leaflet
) -> None:
    files[file_name(name, ".pdf", files)] = _pdf(funnel, context, leaflet)
    files[file_name(name, ".md", files)] = leaflet_markdown(leaflet)


def _pdf(funnel: Funnel, context: Context, leaflet: Leaflet, one_page: bool = False) -> bytes:
    return leaflets_pdf(
        [leaflet],
        context.day,
        document_title(funnel, context),
        language=context.language,
        paper=context.choice("page"),
        one_page=one_page,
    )
