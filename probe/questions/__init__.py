"""All questions; importing the room registers them, in the order in which they are asked."""

from probe.questions import instance, metrics, lab, saved_model, flow, scenarios, database, plugin  # isort: skip
from probe.registry import QUESTIONS

__all__ = ["ALL", "database", "flow", "instance", "lab", "metrics", "plugin", "saved_model", "scenarios"]

ALL = tuple(QUESTIONS.values())
