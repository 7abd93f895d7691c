"""What will be saved, shown: a file, or a folder of files."""

from PySide6.QtWidgets import QStackedWidget

from funnelcraft.designer.exporting.file_viewer import FileViewer
from funnelcraft.designer.exporting.folder_viewer import FolderViewer
from funnelcraft.designer.exporting.looks import FolderLook, Look
from funnelcraft.funnel.text import _


class Preview(QStackedWidget):
    """A file, a folder, or a word on why there is neither."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Preview"))
        self.file, self.folder = FileViewer(), FolderViewer()
        self.addWidget(self.file)
        self.addWidget(self.folder)

    @property
    def is_there(self) -> bool:
        """Whether something can be seen."""
        return self.currentWidget() is self.folder or self.file.shown is not self.file.word

    @property
    def shows_text(self) -> bool:
        """Whether it is a file of text that is shown."""
        return self.currentWidget() is self.file and self.file.shown is self.file.text

    def say(self, word: str) -> None:
        """Show a word in place of a preview."""
        self.file.say(word)
        self.setCurrentWidget(self.file)

    def show_look(self, look: Look) -> None:
        """Show a made export as what it is."""
        if isinstance(look, FolderLook):
            self.setCurrentWidget(self.folder)
            self.folder.show_folder(look)
        else:
            self.setCurrentWidget(self.file)
            self.file.show_look(look)

    def shut(self) -> None:
        """End the threads that look at files and draw pages."""
        self.file.shut()
        self.folder.shut()
