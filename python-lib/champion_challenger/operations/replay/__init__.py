"""Replaying the champion's algorithm on fresh data."""
