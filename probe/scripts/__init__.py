"""Programs that the probe runs inside DSS; they are read as texts."""
