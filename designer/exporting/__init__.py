"""Exporting in the window, and the formats that are drawn: everything that a document becomes."""
