"""Scenarios in the window: which design is shown, what a scenario changes."""
