"""Counting inside a database: the text of the queries, and their answers as ``Statistics``."""
