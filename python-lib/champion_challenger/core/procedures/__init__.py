"""Calling a stored procedure: text, values, errors."""
