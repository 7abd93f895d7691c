"""Widgets and helps of widgets that any part of the window is built of."""
