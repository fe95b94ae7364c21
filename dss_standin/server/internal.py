"""Routes of internal."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("internal", __name__)
