"""Workers that give way: a window beside them must not wait for a processor they have.

Linux counts niceness by thread; Windows has priorities of threads. Elsewhere all threads are alike.
"""

import os
import sys
import threading

NICENESS = 10  # of 19; a thread beside it that wants the processor gets nine tenths of it


def give_way() -> None:
    """Let every other thread that wants the processor go before this one."""
    if sys.platform == "linux":
        thread = threading.get_native_id()
        now = os.getpriority(os.PRIO_PROCESS, thread)
        os.setpriority(os.PRIO_PROCESS, thread, max(NICENESS, now))
    elif sys.platform == "win32":
        import ctypes

        kernel, below_normal = ctypes.windll.kernel32, -1
        kernel.SetThreadPriority(kernel.GetCurrentThread(), below_normal)
