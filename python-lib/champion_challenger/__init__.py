"""Champion/challenger: keep many scores in production honest.

Floors, from the ground up: ``errors``, ``records``, ``forms`` and ``settings``; ``core`` (pure figures); ``operations``
(what a run does), ``adapters`` (how the host is spoken to) and ``report`` side by side. Only entry scripts join the
last three.
"""
