"""Performance rows -> one HTML page: the model in production against its competitors."""
