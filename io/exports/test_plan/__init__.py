"""A plan to test every trigger with leads that just meet its rule and leads that just miss it."""
