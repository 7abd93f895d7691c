"""Golden files: every document of every template as it should come out.

    python -m tests.io.exports.golden

writes them anew; then look at what changed. Workbooks stand as the texts of their cells, PDFs as
the texts of their pages with their places, laid out in the fonts that typst brings along.
"""

import shutil
from datetime import date
from pathlib import Path

import openpyxl

from funnelcraft.funnel.language import ENGLISH
from funnelcraft.funnel.model import Funnel
from funnelcraft.io.exports import FORMATS, Context, chosen_options, made
from funnelcraft.io.exports.kit.cards import card, departments
from funnelcraft.io.exports.kit.day import day_leaflets
from funnelcraft.io.exports.leaflet import leaflet_markdown
from funnelcraft.io.exports.spec.html import spec_html
from funnelcraft.io.exports.spec.pdf import spec_pdf
from funnelcraft.io.imports.streams import BytesIO
from funnelcraft.io.templates import template, template_names
from tests.io.paper import no_fonts_of_this_machine, paper

FOLDER = Path(__file__).with_name("golden")
TODAY = date(2027, 1, 4)
PAPER = ".pdf.txt"
NO_DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="700"/>'
GROUPS = ("specification", "crm", "kit")


def documents() -> dict[str, str]:
    """Return every golden file by its path, as text."""
    return {
        f"{name}/{path}": text
        for name in template_names()
        for path, text in _of(name, template(name, TODAY)).items()
    }


def _of(name: str, funnel: Funnel) -> dict[str, str]:
    found: dict[str, str] = {}
    plain = Context(f"{name}.funnel", TODAY, ENGLISH)
    for kind in FORMATS:
        if kind.group not in GROUPS or kind.forecast == "required":
            continue
        context = Context(f"{name}.funnel", TODAY, ENGLISH, options=chosen_options(kind))
        result = made(funnel, kind, context)
        files = result if isinstance(result, dict) else {f"{kind.name}{kind.suffix}": result}
        folder = f"{kind.name}/" if isinstance(result, dict) else ""
        for path, data in files.items():
            if not path.endswith(".pdf"):
                ending = ".txt" if path.endswith(".xlsx") else ""
                found[f"{folder}{path}{ending}"] = _text(path, data)
    found["spec-html.html"] = spec_html(funnel, plain, b"").decode()
    for leaflet in day_leaflets(funnel, plain):
        found[f"day-in-life/{leaflet.title}.md"] = leaflet_markdown(leaflet).decode()
    for team in departments(funnel):
        text = leaflet_markdown(card(funnel, team, plain)).decode()
        found[f"launch-kit/card {team}.md"] = text
    return found


def printed() -> dict[str, str]:
    """Return every golden page of paper by its path; the drawing is an empty one."""
    with no_fonts_of_this_machine():
        return {
            f"{name}/{path}{PAPER}": paper(data)
            for name in template_names()
            for path, data in _pdfs(name, template(name, TODAY)).items()
        }


def _pdfs(name: str, funnel: Funnel) -> dict[str, bytes]:
    plain = Context(f"{name}.funnel", TODAY, ENGLISH)
    found = {"spec-pdf": spec_pdf(funnel, plain, NO_DRAWING)}
    for kind in FORMATS:
        if kind.group != "kit":
            continue
        context = Context(f"{name}.funnel", TODAY, ENGLISH, options=chosen_options(kind))
        result = made(funnel, kind, context)
        files = result if isinstance(result, dict) else {f"{kind.name}.pdf": result}
        for path, data in files.items():
            if path.endswith(".pdf"):
                found[f"{kind.name}/{path.removesuffix('.pdf')}"] = data
    return found


def _text(path: str, data: bytes) -> str:
    if not path.endswith(".xlsx"):
        return data.decode()
    book = openpyxl.load_workbook(BytesIO(data))
    lines = []
    for sheet in book:
        lines.append(f"== {sheet.title}")
        for row in sheet.iter_rows(values_only=True):
            lines.append(" | ".join("" if cell is None else repr(cell) for cell in row))
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write them."""
    found = documents() | printed()
    shutil.rmtree(FOLDER, ignore_errors=True)
    for path, text in found.items():
        file = FOLDER / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())


if __name__ == "__main__":
    main()
