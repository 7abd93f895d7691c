"""Forecasts made of what was known on earlier days, beside what came: is the program to be trusted?

`leaving` and `arriving` measure how a stage is left and how leads come *now*, `fitting` makes a
funnel of them, `cuts` says from which days to look ahead, `backtesting` does it, `scores` judges.
"""
