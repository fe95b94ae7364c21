"""The plugin's version, the same as in ``plugin.json``."""

VERSION = "0.1.0"
