"""The rows of the report and the view of them."""
