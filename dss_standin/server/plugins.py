"""Routes of plugins."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("plugins", __name__)
