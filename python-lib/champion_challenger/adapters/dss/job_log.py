"""The log of a run."""

from __future__ import annotations

import logging

logger = logging.getLogger("champion_challenger")


class JobLog:
    """Something that runs in DSS and says what it does."""

    def tell(self, message: str) -> None:
        """Log a line."""
        logger.info(message)
