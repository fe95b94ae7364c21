"""Rows as the official client reads them: TSV without header, quotes doubled, UTF-8."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pyarrow as pa

from dss_standin.datasets.types import texts
from dss_standin.dss import DSS
from dss_standin.errors import DSSError


def tsv_stream(dss: DSS, batches: Iterator[pa.RecordBatch], session: str) -> Iterator[bytes]:
    """Yield batches as TSV; an error ends the stream and is kept for the session's finish-streaming."""
    try:
        for batch in batches:
            yield tsv(batch)
    except DSSError as error:
        dss.read_failures[session] = error
    except (pa.ArrowException, OSError) as error:
        dss.read_failures[session] = DSSError(f"Read failed: {error}", "java.io.IOException", 500)


def tsv(batch: pa.RecordBatch) -> bytes:
    """Return one batch as TSV; null is an empty cell."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter="\t", quotechar='"', doublequote=True, lineterminator="\n")
    writer.writerows(zip(*(texts(column).to_pylist() for column in batch.columns)))
    return stream.getvalue().encode("utf-8")
