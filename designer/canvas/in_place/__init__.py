"""What is edited on the drawing itself: names and figures, in fields over their parts."""
