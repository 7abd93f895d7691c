"""Documents whose pages tests know."""

import typst

COLOURS = ("#ff0000", "#00ff00", "#0000ff")  # of the pages, in turn


def pdf(pages: int = 3, width: int = 200, height: int = 100) -> bytes:
    """Return a document of empty pages of so many points, each in a colour."""
    made = [
        f'#set page(width: {width}pt, height: {height}pt, fill: rgb("{COLOURS[at % 3]}"))\n#box()\n'
        for at in range(pages)
    ]
    data: bytes = typst.compile("#pagebreak()\n".join(made).encode(), format="pdf")
    return data
