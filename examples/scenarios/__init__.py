"""The two scenarios of a score in production, made and run through the official client alone."""
