"""A cohort's rows, scores, comparisons and performance rows."""
