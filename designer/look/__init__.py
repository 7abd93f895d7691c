"""The look: colours, sizes, type, stylesheet, icons and small marks."""
