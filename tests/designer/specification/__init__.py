"""Tests of the specification tab."""
