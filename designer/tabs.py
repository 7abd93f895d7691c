"""The views of the window, by their place in its tab bar."""

CANVAS, FORECAST, COMPARISON, BASELINE = 0, 1, 2, 3
