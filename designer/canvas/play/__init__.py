"""Play: the days of a forecast replayed on the drawing, on the screen and as a film."""
