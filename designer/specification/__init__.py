"""The specification in the window: read, searched, and its triggers tested."""
