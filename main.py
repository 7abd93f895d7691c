"""Start Funnelcraft from a checkout: `python main.py [FILE]` or `python main.py --help`."""

import sys
from pathlib import Path

# The checkout's own package, wherever this is started from. Taking this folder
# off the path keeps `designer` and `io` from being imported under wrong names.
sys.path[:1] = [str(Path(__file__).resolve().parent / "src")]

from funnelcraft.cli import main  # noqa: E402

if __name__ == "__main__":
    raise SystemExit(main())
