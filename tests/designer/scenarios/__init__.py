"""Tests of scenarios in the window."""
