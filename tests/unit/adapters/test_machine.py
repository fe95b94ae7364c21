"""What the kernel tells of cores and memory, in a container and outside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from champion_challenger.adapters.machine import LocalMachine

MEGABYTE = 1024**2
BOUND = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@pytest.fixture
def machine(tmp_path: Path) -> LocalMachine:
    """A machine with 8,000 MB available, whose process is in no control group yet."""
    write(tmp_path, "proc/meminfo", f"MemTotal: 16000000 kB\nMemAvailable: {8000 * 1024} kB\n")
    return LocalMachine(tmp_path)


def write(root: Path, path: str, text: str) -> None:
    """Put a file of the kernel."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


def test_without_limits_it_is_the_machine(machine: LocalMachine) -> None:
    """All cores that the process is bound to, and what is available."""
    assert (machine.cores, machine.free_memory()) == (BOUND, 8000 * MEGABYTE)


@pytest.mark.parametrize(("quota", "cores"), [("max 100000", BOUND), ("50000 100000", 1), ("150000 100000", 1)])
def test_a_container_has_the_cores_of_its_quota(machine: LocalMachine, quota: str, cores: int) -> None:
    """Whole ones, at least one; in a container its own group is the root of the tree."""
    write(machine.root, "proc/self/cgroup", "0::/\n")
    write(machine.root, "sys/fs/cgroup/cpu.max", quota)

    assert machine.cores == cores


def test_a_limit_of_memory_counts_files_that_nobody_needs_as_free(machine: LocalMachine) -> None:
    """They are given up before a process is killed."""
    write(machine.root, "proc/self/cgroup", "0::/\n")
    for name, value in {"max": 1000, "current": 800}.items():
        write(machine.root, f"sys/fs/cgroup/memory.{name}", str(value * MEGABYTE))
    write(machine.root, "sys/fs/cgroup/memory.stat", f"anon 5\ninactive_file {300 * MEGABYTE}\n")

    assert machine.free_memory() == 500 * MEGABYTE


def test_limits_of_groups_above_hold_too(machine: LocalMachine) -> None:
    """Outside of a container, the tree of groups is seen whole."""
    write(machine.root, "proc/self/cgroup", "0::/dss/recipe\n")
    for folder, limit in (("dss", 900), ("dss/recipe", 2000)):
        write(machine.root, f"sys/fs/cgroup/{folder}/memory.max", str(limit * MEGABYTE))
        write(machine.root, f"sys/fs/cgroup/{folder}/memory.current", str(100 * MEGABYTE))
    write(machine.root, "sys/fs/cgroup/dss/cpu.max", "100000 100000")

    assert (machine.cores, machine.free_memory()) == (1, 800 * MEGABYTE)


def test_control_groups_of_version_1_are_read(machine: LocalMachine) -> None:
    """In a container, under the mount itself; a limit beyond all memory is none."""
    write(machine.root, "proc/self/cgroup", "4:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n")
    write(machine.root, "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "100000")
    write(machine.root, "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000")
    write(machine.root, "sys/fs/cgroup/memory/memory.limit_in_bytes", str(600 * MEGABYTE))
    write(machine.root, "sys/fs/cgroup/memory/memory.usage_in_bytes", str(200 * MEGABYTE))
    write(machine.root, "sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", str(1 << 63))
    write(machine.root, "sys/fs/cgroup/memory/docker/abc/memory.usage_in_bytes", "5")

    assert (machine.cores, machine.free_memory()) == (1, 400 * MEGABYTE)


def test_no_quota_of_version_1_is_minus_one(machine: LocalMachine) -> None:
    """As the kernel writes it."""
    write(machine.root, "sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n")
    write(machine.root, "sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n")

    assert machine.cores == BOUND


def test_nothing_told_is_nothing_known(tmp_path: Path) -> None:
    """Elsewhere than on Linux."""
    machine = LocalMachine(tmp_path)

    assert (machine.free_memory(), machine.busy_seconds(1), machine.resident_memory(1)) == (None, 0.0, 0)


@pytest.mark.skipif(not LocalMachine().can_fork, reason="Processes are seen under Linux")
def test_a_process_is_seen_to_work() -> None:
    """This one: it has memory, and uses its core."""
    machine, pid = LocalMachine(), os.getpid()
    before = machine.busy_seconds(pid)
    while machine.busy_seconds(pid) == before:
        sum(range(10_000))

    assert machine.resident_memory(pid) > MEGABYTE
