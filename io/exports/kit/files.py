"""The files of the launch kit."""

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import department_name
from funnelcraft.funnel.text import _, marked
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.kit.cards import card, departments
from funnelcraft.io.exports.kit.faq import faq
from funnelcraft.io.exports.kit.paper import paper
from funnelcraft.io.exports.kit.training import new_people, sessions
from funnelcraft.io.exports.leaflet import Leaflet, leaflet_markdown, leaflets_pdf
from funnelcraft.io.exports.paths import file_name


def launch_kit(funnel: Funnel, context: Context) -> dict[str, bytes]:
    """Return cards (a page each) as PDF, answers and training as PDF and as Markdown to edit."""
    files: dict[str, bytes] = {}
    for department in departments(funnel):
        context.step(0.2, marked("Cards of the teams"))
        made = card(funnel, department, context)
        name = file_name(_("card {team}").format(team=department_name(department)), ".pdf", files)
        files[name] = leaflets_pdf([made], paper(funnel, context, one_page=True))
    context.step(0.5, marked("Questions and answers"))
    _add(files, funnel, context, _("questions and answers"), faq(funnel, context))
    for role, leaflet in sessions(funnel, context):
        context.step(0.7, marked("Outlines of training"))
        _add(files, funnel, context, _("training {role}").format(role=role), leaflet)
    _add(files, funnel, context, _("training new people"), new_people(funnel, context))
    return files


def _add(
    files: dict[str, bytes], funnel: Funnel, context: Context, name: str, leaflet: Leaflet
) -> None:
    files[file_name(name, ".pdf", files)] = leaflets_pdf([leaflet], paper(funnel, context))
    files[file_name(name, ".md", files)] = leaflet_markdown(leaflet)
