"""Routes of saved_models."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("saved_models", __name__)
