"""The drawing of a funnel: what it looks like, and the gestures that change it."""
