"""The one stylesheet of the program, written from the tokens.

Widgets say what they are by the property `role`; they never bring a style of their own.
"""

from PySide6.QtWidgets import QWidget

from funnelcraft.designer.look.tokens import BODY, CORNER, SMALL, TITLE, Palette


def set_role(widget: QWidget, role: str) -> None:
    """Say what a widget is, for the stylesheet, and repaint it so."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def stylesheet(p: Palette) -> str:
    """Return the stylesheet of a palette."""
    return _grounds(p) + _texts(p) + _fields(p) + _buttons(p) + _lists(p) + _frames(p)


def _grounds(p: Palette) -> str:
    return f"""
QMainWindow, QDialog {{ background: {p.ground}; }}
QWidget[role="panel"], QMenuBar, QStatusBar {{ background: {p.panel}; }}
QWidget[role="ground"] {{ background: {p.ground}; }}
QWidget[role="header"] {{ background: {p.panel}; border-bottom: 1px solid {p.line}; }}
QWidget[role="side-left"] {{ background: {p.panel}; border-right: 1px solid {p.line}; }}
QWidget[role="side-right"] {{ background: {p.panel}; border-left: 1px solid {p.line}; }}
QWidget[role="bottom"] {{ background: {p.panel}; border-top: 1px solid {p.line}; }}
QFrame[role="card"] {{
    background: {p.panel}; border: 1px solid {p.line}; border-radius: {CORNER + 2}px; }}
QFrame[role="inset"] {{
    background: {p.ground}; border: 1px solid {p.line}; border-radius: {CORNER}px; }}
QFrame[role="rule-row"] {{
    background: {p.ground}; border: 1px solid {p.line}; border-radius: {CORNER - 1}px; }}
QFrame[role="rule-open"] {{
    background: {p.accent_soft}; border: 1px solid {p.line}; border-radius: {CORNER - 1}px; }}
QFrame[role="rule-row"]:hover {{ border-color: {p.muted}; }}
QFrame[role="rule-row"]:focus, QFrame[role="rule-open"]:focus {{ border: 2px solid {p.accent}; }}
QFrame[role="zone"] {{
    background: transparent; border: 1px solid transparent; border-bottom: 1px solid {p.line}; }}
QFrame[role="zone-over"] {{
    background: {p.accent_soft}; border: 1px solid {p.accent}; border-radius: {CORNER - 2}px; }}
QFrame[role="drop-line"] {{ background: {p.accent}; border: none; }}
QListView[role="popup"] {{
    background: {p.panel}; border: 1px solid {p.line}; padding: 2px;
    selection-background-color: {p.accent_soft}; selection-color: {p.ink}; }}
QFrame[role="rule"] {{ background: {p.line}; border: none; max-height: 1px; }}
QFrame[role="message"] {{ background: {p.warning_soft}; border-bottom: 1px solid {p.line}; }}
QFrame[role="scenario"] {{ background: {p.accent}; }}
QFrame[role="design"] {{ background: {p.panel}; border-bottom: 1px solid {p.line}; }}
QFrame[role="problem-card"] {{
    background: {p.warning_soft}; border: 1px solid {p.line}; border-radius: {CORNER - 1}px; }}
QFrame[role="notice"] {{ background: {p.accent_soft}; border-bottom: 1px solid {p.line}; }}
"""


def _texts(p: Palette) -> str:
    return f"""
QLabel {{ background: transparent; color: {p.ink}; }}
QLabel[role="title"] {{ font-size: {TITLE}px; font-weight: 600; }}
QLabel[role="sentence"] {{ font-size: {TITLE}px; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="right"] {{ color: {p.won}; font-weight: 600; }}
QLabel[role="wrong"] {{ color: {p.lost}; font-weight: 600; }}
QLabel[role="muted"], QLabel[role="label"] {{ color: {p.muted}; }}
QLabel[role="small"] {{ color: {p.muted}; font-size: {SMALL}px; }}
QLabel[role="section"] {{
    color: {p.muted}; font-size: {SMALL}px; font-weight: 600; letter-spacing: 0.6px; }}
QLabel[role="on-accent"] {{ color: {p.on_accent}; font-weight: 600; }}
QLabel[role="error"] {{ color: {p.lost}; font-size: {SMALL + 1}px; }}
QLabel[role="hint"] {{
    color: {p.ink}; background: {p.accent_soft}; border: 1px solid {p.line};
    border-radius: {CORNER}px; padding: 8px 14px; }}
QToolTip {{
    color: {p.ink}; background: {p.panel}; border: 1px solid {p.line}; padding: 4px 6px; }}
"""


def _fields(p: Palette) -> str:
    return f"""
QLineEdit, QTextEdit, QComboBox {{
    background: {p.ground}; color: {p.ink}; border: 1px solid {p.line};
    border-radius: {CORNER - 1}px; padding: 5px 8px; font-size: {BODY}px;
    selection-background-color: {p.accent}; selection-color: {p.on_accent}; }}
QLineEdit, QTextEdit {{ placeholder-text-color: {p.muted}; }}
QLineEdit[role="weight"] {{ padding: 4px 2px; }}
QLineEdit:hover, QTextEdit:hover, QComboBox:hover {{ border-color: {p.muted}; }}
QLineEdit:focus, QTextEdit:focus, QComboBox:focus {{
    border: 2px solid {p.accent}; padding: 4px 7px; }}
QLineEdit[role="weight"]:focus {{ padding: 3px 1px; }}
QLineEdit[invalid="true"], QTextEdit[invalid="true"] {{ border-color: {p.lost}; }}
QComboBox[asks="true"] {{ background: {p.warning_soft}; border-color: {p.warning}; }}
QLineEdit:disabled, QTextEdit:disabled, QComboBox:disabled {{ color: {p.muted}; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{
    background: {p.panel}; color: {p.ink}; border: 1px solid {p.line}; padding: 4px; outline: 0;
    selection-background-color: {p.accent_soft}; selection-color: {p.ink}; }}
QComboBox QAbstractItemView::item {{ min-height: 26px; }}
QCheckBox {{ color: {p.ink}; spacing: 8px; padding: 3px 2px; border: 1px solid transparent; }}
QCheckBox:focus {{ border: 1px solid {p.accent}; border-radius: 4px; }}
QCheckBox:disabled {{ color: {p.muted}; }}
QCheckBox::indicator {{
    width: 14px; height: 14px; border: 1px solid {p.muted}; border-radius: 4px;
    background: {p.ground}; }}
QCheckBox::indicator:hover {{ border-color: {p.accent}; }}
QCheckBox::indicator:checked, QCheckBox::indicator:indeterminate {{
    background: {p.accent}; border-color: {p.accent}; }}
QCheckBox::indicator:disabled {{ background: transparent; border-color: {p.muted}; }}
"""


def _buttons(p: Palette) -> str:
    return f"""
QPushButton {{
    background: {p.panel}; color: {p.ink}; border: 1px solid {p.line};
    border-radius: {CORNER - 1}px; padding: 5px 12px; min-height: 16px; }}
QPushButton:hover {{ border-color: {p.muted}; }}
QPushButton:pressed {{ background: {p.ground}; }}
QPushButton:focus {{ border: 2px solid {p.accent}; padding: 4px 11px; }}
QPushButton:disabled {{ color: {p.muted}; background: {p.ground}; }}
QPushButton[role="primary"], QPushButton:default {{
    background: {p.accent}; color: {p.on_accent}; border-color: {p.accent}; }}
QPushButton[role="primary"] {{ font-weight: 600; }}
QPushButton[role="primary"]:disabled {{
    background: {p.ground}; color: {p.muted}; border-color: {p.line}; }}
QPushButton[role="primary"]:focus, QPushButton:default:focus {{ border: 2px solid {p.ink}; }}
QPushButton[role="link"], QPushButton[role^="row"] {{
    background: transparent; border: 1px solid transparent; color: {p.accent}; padding: 3px 6px; }}
QPushButton[role^="row"] {{ color: {p.ink}; text-align: left; padding: 4px 6px; }}
QPushButton[role="row-strong"] {{ font-weight: 600; }}
QPushButton[role="link"]:hover, QPushButton[role^="row"]:hover {{ background: {p.accent_soft}; }}
QPushButton[role="link"]:focus, QPushButton[role^="row"]:focus {{
    border: 2px solid {p.accent}; padding: 2px 5px; }}
QPushButton[role="on-panel"], QPushButton[role="on-accent"] {{
    background: transparent; padding: 2px 10px; }}
QPushButton[role="on-accent"] {{ color: {p.on_accent}; border: 1px solid {p.on_accent}; }}
QPushButton[role="on-panel"]:focus {{ border: 2px solid {p.accent}; padding: 1px 9px; }}
QPushButton[role="on-accent"]:hover, QPushButton[role="on-accent"]:pressed {{
    background: {p.on_accent}; color: {p.accent}; }}
QPushButton[role="on-accent"]:focus {{ border: 2px solid {p.on_accent}; padding: 1px 9px; }}
QPushButton[role="design-other"] {{
    background: {p.accent_soft}; border-color: {p.accent}; font-weight: 600; }}
QToolButton {{
    background: transparent; color: {p.muted}; border: 1px solid transparent;
    border-radius: 6px; padding: 3px; }}
QToolButton:hover {{ background: {p.accent_soft}; color: {p.ink}; }}
QToolButton[role="legend"] {{ color: {p.ink}; font-size: {SMALL}px; padding: 2px 4px; }}
QToolButton[role="legend"]:checked {{
    background: {p.accent_soft}; border: 1px solid {p.accent}; font-weight: 600; }}
QToolButton:focus {{ border: 2px solid {p.accent}; padding: 2px; }}
QPushButton[role="segment"], QPushButton[role="segment-first"], QPushButton[role="segment-last"] {{
    border-radius: 0; border: 1px solid {p.line}; margin-left: -1px; padding: 5px 11px;
    background: {p.panel}; color: {p.muted}; }}
QPushButton[role="segment-first"] {{
    margin-left: 0;
    border-top-left-radius: {CORNER - 1}px; border-bottom-left-radius: {CORNER - 1}px; }}
QPushButton[role="segment-last"] {{
    border-top-right-radius: {CORNER - 1}px; border-bottom-right-radius: {CORNER - 1}px; }}
QPushButton[role^="segment"]:checked {{
    background: {p.accent_soft}; color: {p.ink}; font-weight: 600; }}
QPushButton[role^="segment"]:focus {{ border: 2px solid {p.accent}; padding: 4px 10px; }}
QPushButton[role="chip"] {{
    background: {p.panel}; color: {p.muted}; border: 1px solid {p.line};
    border-radius: 10px; padding: 0 10px; min-height: 20px; }}
QPushButton[role="chip"]:checked {{ background: {p.accent_soft}; color: {p.ink}; }}
QPushButton[role="chip"]:hover {{ border-color: {p.muted}; }}
QPushButton[role="chip"]:focus {{ border: 2px solid {p.accent}; padding: 0 9px; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QPushButton::menu-indicator {{ image: none; width: 0; }}
"""


def _lists(p: Palette) -> str:
    return f"""
QListView, QTableView, QTreeView {{
    background: transparent; color: {p.ink}; border: none; outline: 0; }}
QTreeView::item {{ padding: 3px 2px; }}
QTreeView::item:hover {{ background: {p.accent_soft}; }}
QTreeView::item:selected {{ background: {p.accent_soft}; color: {p.ink}; }}
QTableView {{ gridline-color: {p.line}; }}
QHeaderView {{ background: transparent; }}
QHeaderView::section {{
    background: transparent; color: {p.muted}; border: none; border-bottom: 1px solid {p.line};
    padding: 4px 8px; font-size: {SMALL}px; font-weight: 600; }}
QTableView::item {{ padding: 4px 8px; border-bottom: 1px solid {p.line}; }}
QTableView::item:selected {{ background: {p.accent_soft}; color: {p.ink}; }}
QMenu {{ background: {p.panel}; color: {p.ink}; border: 1px solid {p.line}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: 5px; }}
QMenu::item:selected {{ background: {p.accent_soft}; }}
QMenu::item:disabled {{ color: {p.muted}; }}
QMenu::separator {{ height: 1px; background: {p.line}; margin: 4px 8px; }}
QMenu::indicator {{ left: 4px; }}
QMenuBar {{ color: {p.ink}; padding: 2px 6px; }}
QMenuBar::item {{ padding: 4px 8px; border-radius: 5px; background: transparent; }}
QMenuBar::item:selected {{ background: {p.accent_soft}; }}
QTabBar {{ background: transparent; border: none; }}
QTabBar::tab {{
    background: transparent; color: {p.muted}; padding: 9px 14px 8px; margin-right: 4px;
    border: none; border-bottom: 2px solid transparent; }}
QTabBar[role="tight"]::tab {{ padding: 9px 4px 8px; margin-right: 0; }}
QTabBar::tab:selected {{
    color: {p.ink}; font-weight: 600; border-bottom: 2px solid {p.accent}; }}
QTabBar::tab:hover {{ color: {p.ink}; }}
QTabBar::tab:focus {{ background: {p.accent_soft}; }}
"""


def _frames(p: Palette) -> str:
    return f"""
QScrollArea {{ background: transparent; border: none; }}
QScrollArea[role="pages"] {{ border: 2px solid transparent; border-radius: 4px; }}
QScrollArea[role="pages"]:focus {{ border-color: {p.accent}; }}
QScrollArea > QWidget > QWidget[role="plain"] {{ background: transparent; }}
QSplitter::handle {{ background: transparent; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QSplitter::handle:hover {{ background: {p.accent}; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 2px; }}
QScrollBar::handle {{ background: {p.line}; border-radius: 3px; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::handle:hover {{ background: {p.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QStatusBar {{ border-top: 1px solid {p.line}; }}
QStatusBar QLabel {{ color: {p.muted}; font-size: {SMALL + 1}px; }}
QStatusBar::item {{ border: none; }}
QProgressBar {{
    background: {p.ground}; border: 1px solid {p.line}; border-radius: 4px; max-height: 6px;
    min-height: 6px; }}
QProgressBar::chunk {{ background: {p.accent}; border-radius: 3px; }}
"""
