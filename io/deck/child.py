"""What runs in the other process: a deck from standard input, its file on standard output."""

import pickle
import signal
import sys

from funnelcraft.funnel.language import speaking
from funnelcraft.io.deck.rendering import rendered


def main() -> None:
    """Render the one deck that is asked for."""
    # Ctrl+C reaches the whole group of processes; the first one decides and ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Written by the program itself, a moment ago, into a pipe that nobody else has.
    kind, deck, spoken = pickle.loads(sys.stdin.buffer.read())
    with speaking(spoken):
        data = rendered(deck, kind)
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
