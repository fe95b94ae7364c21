"""What all unit tests share: property tests have no deadline, since a busy machine is no fault.

`EXAMPLES` is the number of examples of each property: 100, or fewer where the suite runs once more on another Python.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "patient",
    deadline=None,
    max_examples=int(os.environ.get("EXAMPLES", "100")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("patient")
