"""What keys, menus and buttons do on the canvas."""
