"""Configurations of a funnel for CRMs: what they can hold, and what is to be done by hand."""
