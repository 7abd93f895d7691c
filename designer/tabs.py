"""The views of the window, by their place in its tab bar."""

CANVAS, FORECAST = 0, 1
