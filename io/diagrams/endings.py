"""Which files are diagrams, by their names. Light: the window asks at once."""

from pathlib import Path

ENDINGS = {
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".dot": "dot",
    ".gv": "dot",
    ".graphml": "graphml",
    ".bpmn": "bpmn",
    ".bpmn2": "bpmn",
}


def is_diagram(path: Path) -> bool:
    """Say whether a file is a diagram by its name."""
    return path.suffix.casefold() in ENDINGS
