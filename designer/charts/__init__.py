"""Charts: the fan of a forecast, the funnel in bars, and how they are saved."""
