"""Which language an export is written in: the document's, or another for once."""

from PySide6.QtWidgets import QComboBox

from funnelcraft.designer.widgets.choice import Choice
from funnelcraft.funnel.language import OFFERED, documents_speech, language_name
from funnelcraft.funnel.text import _


class LanguageChoice(Choice):
    """A choice of languages; the first is that of the document."""

    def __init__(self, documents: str) -> None:
        super().__init__()
        own = language_name(documents_speech(documents).texts)
        self.addItem(_("As the document: {language}").format(language=own), "")
        for tag in OFFERED:
            self.addItem(language_name(tag), tag)
        self.setAccessibleName(_("Language of the export"))
        self.setToolTip(_("For this export alone; the document has one of its own."))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    @property
    def tag(self) -> str:
        """The language chosen; empty: that of the document."""
        return str(self.currentData())
