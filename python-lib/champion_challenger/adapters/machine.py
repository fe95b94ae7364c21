"""The machine, or the container, that this process runs in: its cores, its memory, and what a process of it uses."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# Version 1 of control groups says "no limit" by a number near 2 ** 63, rounded to a page.
_UNLIMITED = 1 << 60
"""From here on a limit of control groups version 1 is none."""
_CPU_FIELDS = (11, 13)
"""Where the user and system times of a process are, behind the name of its program: proc(5), ``stat``."""


@dataclass(frozen=True)
class LocalMachine:
    """What the kernel tells under ``/proc`` and ``/sys``; elsewhere than on Linux, it is one core.

    Parameters
    ----------
    root
        Folder in which ``proc`` and ``sys`` are.
    """

    root: Path = Path("/")

    @property
    def can_fork(self) -> bool:
        """Whether processes may be forked here: Linux alone, since elsewhere libraries do not survive it."""
        return sys.platform == "linux" and hasattr(os, "fork")

    @property
    def cores(self) -> int:
        """Cores that this process may use: those it is bound to, within the quota of its container; at least 1."""
        bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        return max(1, min([bound, *(int(quota) for quota in self._quotas())]))

    def free_memory(self) -> int | None:
        """Bytes that may still be taken, here and within the limit of the container; None where nothing tells it."""
        return min([*self._available(), *self._room()], default=None)

    def busy_seconds(self, pid: int) -> float:
        """Seconds of processor time that a process has used; 0 where nothing tells it."""
        # Behind the last bracket: the name of a program may hold blanks and brackets itself.
        text = self._text("proc", str(pid), "stat").rpartition(")")[2].split()
        if len(text) <= _CPU_FIELDS[1]:
            return 0.0
        return sum(int(ticks) for ticks in text[slice(*_CPU_FIELDS)]) / os.sysconf("SC_CLK_TCK")

    def resident_memory(self, pid: int) -> int:
        """Bytes of memory that a process has, with what it shares; 0 where nothing tells it."""
        pages = self._text("proc", str(pid), "statm").split()
        return int(pages[1]) * os.sysconf("SC_PAGE_SIZE") if len(pages) > 1 else 0

    def _available(self) -> Iterator[int]:
        for line in self._text("proc", "meminfo").splitlines():
            name, _, value = line.partition(":")
            if name == "MemAvailable":
                yield int(value.split()[0]) * 1024

    def _quotas(self) -> Iterator[float]:
        for folder in self._groups("", ""):
            quota, _, period = self._text(folder, "cpu.max").strip().partition(" ")
            if quota.isdigit() and period.isdigit():
                yield int(quota) / int(period)
        # Version 1 mounts the controller alone or together with the accounting, by distribution.
        for folder in (*self._groups("cpu", "cpu"), *self._groups("cpu", "cpu,cpuacct")):
            quota_us, period_us = (self._number(folder, f"cpu.cfs_{name}_us") for name in ("quota", "period"))
            # -1 is no quota.
            if quota_us and period_us and quota_us > 0:
                yield quota_us / period_us

    def _room(self) -> Iterator[int]:
        """What limits of control groups leave; pages of files that nobody needs now count as free."""
        files = (
            ("", "", "memory.max", "memory.current", "inactive_file"),
            ("memory", "memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
        )
        for controller, mount, limit_file, used_file, spare in files:
            for folder in self._groups(controller, mount):
                limit, used = self._number(folder, limit_file), self._number(folder, used_file)
                # What a group above leaves counts as well: the smallest room decides.
                if limit is not None and used is not None and limit < _UNLIMITED:
                    yield max(0, limit - used + self._statistic(folder, spare))

    def _groups(self, controller: str, mount: str) -> Iterator[str]:
        """Folders of this process's control group and of those above it; in a container they may be the mount alone.

        Parameters
        ----------
        controller
            Name under version 1; "" for version 2.
        """
        base = Path("sys/fs/cgroup") / mount
        yield str(base)
        for line in self._text("proc", "self", "cgroup").splitlines():
            _, _, rest = line.partition(":")
            controllers, _, path = rest.partition(":")
            if controller in controllers.split(","):
                parts = [part for part in path.split("/") if part]
                # The group itself and all above it, each of which may have a limit of its own.
                yield from (str(base.joinpath(*parts[:n])) for n in range(1, len(parts) + 1))

    def _statistic(self, folder: str, name: str) -> int:
        for line in self._text(folder, "memory.stat").splitlines():
            key, _, value = line.partition(" ")
            if key == name:
                return int(value)
        return 0

    def _number(self, *path: str) -> int | None:
        text = self._text(*path).strip()
        return int(text) if text.lstrip("-").isdigit() else None

    def _text(self, *path: str) -> str:
        with suppress(OSError, UnicodeDecodeError):
            return self.root.joinpath(*path).read_text(encoding="utf-8")
        return ""
