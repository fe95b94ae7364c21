"""Scenarios: their definitions, their runs, their steps and the mails that they send."""
