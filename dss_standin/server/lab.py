"""Routes of lab."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("lab", __name__)
