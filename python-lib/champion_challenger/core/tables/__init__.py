"""The datasets: columns, and rows as frames."""
