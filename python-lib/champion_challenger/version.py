"""The plugin's version, a copy of that in ``plugin.json``: ``make version`` writes it."""

VERSION = "0.1.0"
