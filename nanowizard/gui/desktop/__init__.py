"""What the desktop is told of a run: its progress, its end, and that nobody should log out meanwhile."""
