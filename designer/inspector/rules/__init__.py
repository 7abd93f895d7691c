"""The rule builder: a rule as a tree of rows, edited by mouse and keys."""
