"""The views of the window, by their place in its tab bar."""

CANVAS, FORECAST, BASELINE, SPECIFICATION = 0, 1, 2, 3
