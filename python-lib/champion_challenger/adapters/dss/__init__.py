"""The only rooms that import ``dataiku`` or ``dataikuapi``."""
