"""What matters and how a goal is reached: two sections of the forecast tab."""
