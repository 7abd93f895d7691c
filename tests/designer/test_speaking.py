"""The window's language: chosen in a menu, spoken from the next start on, by Qt as well."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from funnelcraft.designer.settings import Settings
from funnelcraft.designer.speaking import speak_as_chosen
from funnelcraft.funnel.language import VARIABLE, programs_speech
from funnelcraft.funnel.text import _


@pytest.fixture(autouse=True)
def english_again(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Speak English after each test."""
    monkeypatch.setenv(VARIABLE, "")
    yield
    monkeypatch.undo()
    programs_speech.cache_clear()


def settings(folder: Path, language: str) -> Settings:
    made = Settings(folder)
    made.language = language
    return made


def test_that_the_program_speaks_what_was_chosen(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    translator = speak_as_chosen(qapp, settings(tmp_path, "de"))
    assert _("Save") == "Speichern"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    assert translator is not None
    qapp.removeTranslator(translator)


def test_that_it_speaks_as_the_system_does_where_nothing_was_chosen(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "de_AT.UTF-8")
    programs_speech.cache_clear()
    translator = speak_as_chosen(qapp, settings(tmp_path, ""))
    assert programs_speech().texts == "de_AT"
    if translator is not None:
        qapp.removeTranslator(translator)


@pytest.mark.parametrize("odd", ["xx", "../de", "de" * 9999, "de\0"])
def test_that_an_odd_choice_in_the_settings_is_no_choice(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, odd: str
) -> None:
    translator = speak_as_chosen(qapp, settings(tmp_path, odd))
    assert programs_speech().texts == "en_US"
    if translator is not None:
        qapp.removeTranslator(translator)


def test_that_what_is_said_for_one_start_comes_before_the_settings(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "de")
    programs_speech.cache_clear()
    translator = speak_as_chosen(qapp, settings(tmp_path, "en"))
    assert _("Save") == "Speichern"
    assert translator is not None
    qapp.removeTranslator(translator)
