"""The specification: complete in every format, texts stay texts, figures are the model's."""

import json
import re
import shutil
import subprocess
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from funnelcraft.designer.exporting.formats import all_formats
from funnelcraft.funnel.language import ENGLISH
from funnelcraft.funnel.model import Funnel
from funnelcraft.io.exports import Context, chosen_options, found, made
from funnelcraft.io.exports.spec.content import spec, version
from funnelcraft.io.exports.spec.html import spec_html
from funnelcraft.io.exports.spec.pdf import spec_pdf
from funnelcraft.io.imports.streams import BytesIO
from funnelcraft.io.templates import template, template_names
from funnelcraft.simulation.expectation import expect
from tests.funnel.builders import funnel

CONTEXT = Context("plan.funnel", date(2027, 1, 4), ENGLISH)
HOSTILE = '#panic("x") ]} $a$ <script>alert(1)</script> =1+1 | `x` \\ {{ 7*7 }} {% x %} \x07'


def exported(name: str, of: Funnel) -> bytes:
    kind = found(all_formats(), name)
    context = Context("plan.funnel", date(2027, 1, 4), ENGLISH, options=chosen_options(kind))
    data = made(of, kind, context)
    assert isinstance(data, bytes)
    return data


def hostile() -> Funnel:
    plain = template("lead-to-revenue")
    stages = tuple(
        stage.replaced(
            term=HOSTILE, abbreviation=HOSTILE, definition=HOSTILE, entry_criteria=(HOSTILE,)
        )
        for stage in plain.stages
    )
    triggers = tuple(
        one.replaced(name=HOSTILE, system=HOSTILE, description=HOSTILE) for one in plain.triggers
    )
    roles = tuple(role.replaced(name=HOSTILE, department=HOSTILE) for role in plain.roles)
    return plain.replaced(
        title=HOSTILE, notes=HOSTILE, stages=stages, triggers=triggers, roles=roles
    )


class Page(HTMLParser):
    """Collects what a page shows, what it would run, and what it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        assert not any(name.startswith("on") for name, _value in attrs)

    def handle_data(self, data: str) -> None:
        self.shown.append(data)


@pytest.mark.parametrize("name", template_names())
def test_that_every_part_is_in_every_format(name: str) -> None:
    document = template(name)
    data = json.loads(exported("spec-json", document))
    assert [stage["id"] for stage in data["stages"]] == [
        s.id for s in spec(document, CONTEXT).stages
    ]
    assert [one["id"] for one in data["triggers"]] == [one.id for one in document.triggers]
    page = " ".join(Page(exported("spec-html", document).decode()).shown)
    book = openpyxl.load_workbook(BytesIO(exported("spec-xlsx", document)))
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    for stage in document.stages:
        assert stage.term in page
        assert stage.term in cells
        assert {*stage.entry_criteria, *stage.exit_criteria} <= cells
    assert exported("spec-pdf", document).startswith(b"%PDF")


def test_that_volumes_are_those_of_the_expectation() -> None:
    document = template("lead-to-revenue")
    exact = expect(document, 365)
    wins = exact.entries[exact.stage_ids.index("won")].sum()
    stage = next(one for one in spec(document, CONTEXT).stages if one.id == "won")
    assert stage.metrics[0].value == f"{wins:,.0f}"


def test_that_a_funnel_without_a_forecast_says_why_there_are_no_volumes() -> None:
    plain = funnel()
    lost = plain.triggers[0].replaced(to_stage="nowhere")
    text = exported("spec-md", plain.replaced(triggers=(lost, *plain.triggers[1:]))).decode()
    assert "No volumes are given, since the funnel cannot be forecast yet" in text
    empty = exported("spec-pdf", funnel(stages=(), triggers=(), sources=()))
    assert empty.startswith(b"%PDF")


def test_that_the_version_is_the_documents() -> None:
    one, other = funnel(), funnel(title="Other")
    assert spec(one, CONTEXT).version == spec(one, CONTEXT).version
    assert spec(one, CONTEXT).version != spec(other, CONTEXT).version


def test_that_a_program_that_knows_more_keys_gives_the_same_version() -> None:
    class LaterFunnel(Funnel):
        later: str = ""

    document = template("lead-to-revenue")
    later = LaterFunnel.model_validate(document.model_dump(mode="json"))
    assert version(later) == version(document)
    assert version(later.replaced(later="said")) != version(document)


def test_that_duties_name_each_role_and_what_nobody_owns() -> None:
    document = template("lead-process")
    duties = spec(document, CONTEXT).duties
    assert [duty.role for duty in duties] == [role.name for role in document.roles]
    orphaned = document.replaced(roles=document.roles[1:])
    assert spec(orphaned, CONTEXT).duties[-1].role == "Nobody yet"


def test_that_hostile_texts_stay_texts_on_the_page() -> None:
    text = exported("spec-html", hostile()).decode()
    page = Page(text)
    assert not {"script", "iframe", "object", "link", "form"} & page.tags
    assert all(one.startswith(("#", "data:image/svg+xml;base64,")) for one in page.addresses)
    assert "default-src 'none'" in text
    assert HOSTILE.replace("\x07", "\ufffd") in " ".join(page.shown)
    assert not re.search(r"https?://(?!www\.w3\.org)", text)


def test_that_hostile_texts_stay_texts_on_paper(tmp_path: Path) -> None:
    data = exported("spec-pdf", hostile())
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (poppler-utils)")
    file = tmp_path / "spec.pdf"
    file.write_bytes(data)
    shown = subprocess.run(
        ["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True, text=True
    ).stdout
    assert '#panic("x") ]} $a$' in shown
    assert "<script>alert(1)</script>" in "".join(shown.split("\n"))


def test_that_the_same_document_gives_the_same_bytes() -> None:
    document = template("lead-process")
    for name in ("spec-md", "spec-xlsx", "spec-json"):
        assert exported(name, document) == exported(name, document)
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    context = Context("x.funnel", date(2027, 1, 4), ENGLISH, options={"page": "letter"})
    assert spec_pdf(document, context, drawing) == spec_pdf(document, context, drawing)
    assert spec_html(document, context, drawing) == spec_html(document, context, drawing)


def test_that_long_words_do_not_run_off_the_paper(tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (poppler-utils)")
    plain = template("lead-process")
    long = tuple(s.replaced(definition="x" * 3000, term="y" * 200) for s in plain.stages)
    file = tmp_path / "spec.pdf"
    file.write_bytes(spec_pdf(plain.replaced(stages=long), CONTEXT, b""))
    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(file), "-"], capture_output=True, check=True, text=True
    ).stdout
    width = float(re.findall(r'<page width="([\d.]+)"', boxes)[0])
    rights = [float(one) for one in re.findall(r'<word[^>]*xMax="([\d.]+)"', boxes)]
    assert max(rights) <= width
