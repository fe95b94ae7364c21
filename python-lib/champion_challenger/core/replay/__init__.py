"""The frozen design, and how it is laid over fresh data."""
