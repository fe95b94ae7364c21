"""From ranked scores and outcomes to figures with bounds."""
