"""What comes out, opened by the programs people open it with."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from funnelcraft.designer.exporting.formats import all_formats
from funnelcraft.funnel.language import ENGLISH
from funnelcraft.io.exports import Context, chosen_options, found, made
from funnelcraft.io.templates import template

SECONDS = 120


def written(folder: Path, name: str) -> Path:
    kind = found(all_formats(), name)
    context = Context("plan.funnel", date(2027, 1, 4), ENGLISH, options=chosen_options(kind))
    result = made(template("lead-process"), kind, context)
    data = result if isinstance(result, bytes) else result["test-plan.xlsx"]
    file = folder / f"{name}{kind.suffix or '.xlsx'}"
    file.write_bytes(data)
    return file


@pytest.mark.parametrize("name", ["spec-xlsx", "test-plan"])
def test_that_a_workbook_opens_in_libreoffice(tmp_path: Path, name: str) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (libreoffice-calc)")
    file = written(tmp_path, name)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "csv", "--outdir", str(tmp_path)]
    done = subprocess.run(
        [*command, str(file)], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    sheet = file.with_suffix(".csv")
    if not sheet.exists() and "could not be loaded" in done.stdout + done.stderr:
        pytest.skip("this LibreOffice has no spreadsheets (libreoffice-calc)")
    text = sheet.read_text(encoding="utf-8", errors="replace")
    assert "plan.funnel" in text or "T001" in text


@pytest.mark.parametrize("name", ["spec-pdf", "day-in-life"])
def test_that_every_page_of_a_pdf_can_be_rendered(tmp_path: Path, name: str) -> None:
    renderer = shutil.which("pdftoppm")
    if renderer is None:
        pytest.skip("pdftoppm is not installed (poppler-utils)")
    file = written(tmp_path, name)
    done = subprocess.run(
        [renderer, "-r", "40", "-png", str(file), str(tmp_path / "page")],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    assert done.stderr == ""
    pages = sorted(tmp_path.glob("page-*.png"))
    assert len(pages) >= 4
    assert all(page.stat().st_size > 1000 for page in pages)
