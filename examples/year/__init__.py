"""A year of a score: its scenarios run when their triggers say, and the world around them goes on."""
