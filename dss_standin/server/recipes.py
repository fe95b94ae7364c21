"""Routes of recipes."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("recipes", __name__)
