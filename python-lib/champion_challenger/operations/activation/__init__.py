"""Activations and their log."""
