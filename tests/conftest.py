"""Settings for every test."""

import os
import sys

# Without a screen Qt aborts the whole process, so no test needs one by default.
if sys.platform.startswith("linux"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Figures in tests are written the English way wherever they run.
os.environ["LC_ALL"] = "C.UTF-8"
