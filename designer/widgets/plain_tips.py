"""Tooltips that show a text as it is."""

from html import escape


def plain_tip(text: str) -> str:
    """Return a text as markup that shows it as it is; an empty text stays empty.

    Qt takes a tooltip that looks like markup for markup, and would open files it names: so every
    tooltip with a text of a document is markup, with the text escaped. Markup also breaks long
    lines.
    """
    return f"<p>{escape(text).replace(chr(10), '<br>')}</p>" if text else ""
