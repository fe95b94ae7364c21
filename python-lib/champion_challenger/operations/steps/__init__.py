"""What scenario steps share."""
