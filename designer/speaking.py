"""The window's language: as it was chosen, else as the system has it; Qt's own texts with it."""

import os
import sys

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from funnelcraft.designer.settings import Settings
from funnelcraft.funnel.language import (
    VARIABLE,
    is_spoken,
    known_locale,
    let_program_speak,
    programs_speech,
)


def speak_as_chosen(application: QApplication, settings: Settings) -> QTranslator | None:
    """Let program and Qt speak the language of the settings. Comes before the first text.

    What the environment says of this one start (`FUNNELCRAFT_LANGUAGE`) comes before them. Returns
    what translates Qt's texts; None where Qt has none in that language.
    """
    chosen = settings.language
    if not os.environ.get(VARIABLE):
        if is_spoken(known_locale(chosen)):  # settings can be edited by hand
            let_program_speak(chosen)
        elif not sys.platform.startswith("linux"):
            # Only there does the environment say what the user speaks.
            let_program_speak(QLocale.system().name())
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load(QLocale(programs_speech().texts), "qtbase", "_", folder):
        return None
    application.installTranslator(translator)
    return translator
