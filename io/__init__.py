"""Files in and out: project file, recovery, imports. No Qt."""
