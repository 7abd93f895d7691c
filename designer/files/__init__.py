"""The document and its file: opened, saved, locked, dropped on the window."""
