"""The frame around the views: menus, header, outline, tabs, status bar, start page."""
