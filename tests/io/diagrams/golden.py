"""Golden files: every diagram of every template as it should come out.

    python -m tests.io.diagrams.golden

writes them anew; then look at what changed. Pictures have none: fonts differ.
"""

from pathlib import Path

from funnelcraft.io.templates import template
from tests.io.diagrams.examples import DIAGRAMS, TEMPLATES, TODAY, exported

FOLDER = Path(__file__).with_name("golden")


def diagrams() -> dict[str, bytes]:
    """Return every golden file by name."""
    return {
        f"{name}{kind.suffix}": exported(template(name, TODAY), kind)
        for name in TEMPLATES
        for kind in DIAGRAMS
    }


def main() -> None:
    """Write them."""
    found = diagrams()
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    for name, data in found.items():
        (FOLDER / name).write_bytes(data)


if __name__ == "__main__":
    main()
