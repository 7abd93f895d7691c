"""The inspector: what is selected, to read and to edit."""
