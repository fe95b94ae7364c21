"""Routes of folders."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("folders", __name__)
