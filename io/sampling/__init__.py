"""A sampled history as a CRM would export it: clean or dirty as real ones, in many forms.

`rows` makes rows of a sample, `dirt` spoils them as real exports are, `writing` writes them.
"""

from funnelcraft.io.sampling.writing import FORMS, Told, write_sample

__all__ = ["FORMS", "Told", "write_sample"]
