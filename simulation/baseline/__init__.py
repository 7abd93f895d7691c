"""Rates, times and volumes measured in history: pure arrays in, estimates and funnels out.

`history` makes visits of events, `window` chooses the leads, `truncation` finds where a log begins
too late, `incidence` estimates who leaves when with open leads censored, `estimates` how sure that
is, `fits` which distribution it follows, `volume` how many come, `drift` how both move, `pipeline`
who is there; `calibration` puts them together. `drawing` and `applying` make funnels of it, and
`summary` what the document keeps.
"""
