"""A small local stand-in for Dataiku DSS: what the official client calls, on files, for the demo and the tests."""
