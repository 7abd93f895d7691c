"""The baseline tab: what was measured of the funnel as it works, and where that comes from."""
