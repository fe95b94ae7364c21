"""The plugin's zip as an older version would have been: it calls itself so, and lacks the columns that came last."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from examples.demo.errors import DemoError

VERSION = "0.0.9"
LACKING = (
    *("verdict_rate", "verdict_figure", "pooled_figure", "pooled_confirmed", "pooled_basis", "pooled_smallest_found"),
    *("expected_lift_delta", "expected_lift_delta_low", "expected_lift_delta_high", "pooled_margin"),
)
"""Columns that the older version writes neither to performance nor to its summary."""

_LIBRARY = "python-lib/champion_challenger"
_WRITES = {
    f"{_LIBRARY}/operations/retrain_and_evaluate.py": ("COLUMNS", "result.performance"),
    f"{_LIBRARY}/operations/summarise_performance.py": ("SUMMARY", "summary.rows"),
}
"""Where the two datasets are written, with the columns and the rows."""


def older_zip(newer: Path, file: Path) -> Path:
    """Write the older version's zip to a file, made from the newer one's; a clone has no releases to take it from."""
    with zipfile.ZipFile(newer) as source, zipfile.ZipFile(file, "w") as target:
        newest = json.loads(source.read("plugin.json"))["version"]
        for entry in source.infolist():
            text = source.read(entry)
            if entry.filename in ("plugin.json", f"{_LIBRARY}/version.py"):
                text = text.replace(newest.encode(), VERSION.encode())
            if entry.filename in _WRITES:
                text = _without_columns(text.decode(), *_WRITES[entry.filename]).encode()
            target.writestr(entry, text)
    return file


def _without_columns(text: str, columns: str, rows: str) -> str:
    written = f"{columns}, iter([{rows}])"
    if text.count(written) != 1:
        raise DemoError(f"The older version cannot be made: the plugin has no single `{written}`. Adapt {__name__}.")
    kept = f"tuple(one for one in {columns} if one.name not in {LACKING})"
    return text.replace(written, f"{kept}, iter([{rows}.drop(columns=list({LACKING}), errors='ignore')])")
