"""The parts of a score's project."""
