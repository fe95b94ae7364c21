"""The demo: fourteen months of a real score, played through the official client alone."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Only the report is drawn here, by the plugin's own code; inside DSS that code comes from the zip.
sys.path.append(str(ROOT / "python-lib"))
