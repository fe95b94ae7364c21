"""What came with which DSS, by the official clients and the release notes: an older one refuses it by name."""

from __future__ import annotations

from collections.abc import Iterable

from dss_standin.errors import OutsideSlice
from dss_standin.switches import Switches

SINCE = {
    "redoOptimization": "13.2.2",
    "redoThresholdOptimization": "13.2.2",
    "fixedThreshold": "13.2.2",
}


def check_known(switches: Switches, names: Iterable[str]) -> None:
    """Refuse what came after the version that is played.

    >>> check_known(Switches(dss_version="13.4.0"), ["fixedThreshold", "activate"])
    """
    later = [name for name in names if not is_since(switches, SINCE.get(name, "0"))]
    if later:
        since = ", ".join(f"{name} came with DSS {SINCE[name]}" for name in later)
        raise OutsideSlice(f"{since}: this one is {switches.dss_version}")


def is_since(switches: Switches, version: str) -> bool:
    """Tell whether the DSS that is played is a version or a later one."""
    return numbers(switches.dss_version) >= numbers(version)


def numbers(version: str) -> tuple[int, ...]:
    """Return a version to be compared.

    >>> numbers("13.10.0") > numbers("13.2.2.1")
    True
    """
    return tuple(int(part) for part in version.split("."))
