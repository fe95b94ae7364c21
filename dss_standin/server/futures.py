"""Routes of futures."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("futures", __name__)
