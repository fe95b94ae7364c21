"""Judging metrics, checks and volumes."""
