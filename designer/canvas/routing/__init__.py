"""Where lines run: ways along the axes, off boxes, texts and each other. No Qt."""
