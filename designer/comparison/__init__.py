"""The comparison tab: two designs beside each other, and what they differ by."""
