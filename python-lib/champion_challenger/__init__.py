"""Champion/challenger: keep many scores in production honest.

Floors, from the ground up: ``errors``; ``records`` and ``languages``; ``settings``; ``core`` (pure figures);
``operations`` (what a run does), ``adapters`` (how the host is called) and ``report`` side by side. Only entry scripts
join the last three.
"""
