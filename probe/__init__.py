"""Tries on an instance what is assumed about DSS, in a throw-away project and by the official client alone."""
