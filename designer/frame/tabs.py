"""The views of the window, by their place in its tab bar."""

CANVAS, FORECAST, COMPARISON, BASELINE, SPECIFICATION = 0, 1, 2, 3, 4
