"""What is painted: the items of the scene, the marks upon them, their specks from afar."""
