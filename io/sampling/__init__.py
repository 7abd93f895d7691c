"""A sampled history as a CRM would export it: clean or dirty as real ones, in many forms.

`rows` makes rows of a sample, `dirt` spoils them as real exports are, `events` and `forms` are the
forms they take, `writing` writes them.
"""

from funnelcraft.io.sampling.forms import FORMS
from funnelcraft.io.sampling.writing import Told, write_sample

__all__ = ["FORMS", "Told", "write_sample"]
