"""From the rows of many cohorts to verdicts and decision rules."""
