"""What the checks say about the design: made when idle, shown, explained, mended."""
