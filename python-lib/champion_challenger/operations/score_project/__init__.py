"""Steps of Create score project: what is checked before, and how snapshots are dated."""
