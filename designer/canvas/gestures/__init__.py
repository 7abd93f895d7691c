"""What is done with the mouse: moving, connecting, leading ends; what it shows meanwhile."""
