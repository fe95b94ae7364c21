"""The slice of the public REST API that the official client calls."""
