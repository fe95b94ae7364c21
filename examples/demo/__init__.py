"""The demo: a year of a real score's life, played through the official client alone."""
