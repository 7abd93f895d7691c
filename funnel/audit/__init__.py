"""What a measured baseline says: in a sentence, as a list of troubles, beside published figures.

Pure functions of a funnel and its `MeasuredBaseline`; nothing here reads an export or draws.
"""
