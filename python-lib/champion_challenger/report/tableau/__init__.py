"""Rows to a Tableau workbook: data sources, sheets and dashboards, packed with their text files."""
