"""Rates, times and volumes measured in history: pure arrays in, estimates and funnels out.

`history` makes visits of events, `incidence` estimates who leaves when with open leads censored,
`volume` how many come, `measures` puts them together; `drawing` and `applying` make funnels of it.
"""
