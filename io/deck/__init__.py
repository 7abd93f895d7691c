"""The executive deck: one message a page, from the figures of a document; as PDF and as slides."""
