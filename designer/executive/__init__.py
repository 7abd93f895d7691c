"""The executive view: one message a page, full screen, printed and saved as slides."""
