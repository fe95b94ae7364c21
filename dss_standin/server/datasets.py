"""Routes of datasets."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("datasets", __name__)
