"""Cohorts that are counted inside a database."""
