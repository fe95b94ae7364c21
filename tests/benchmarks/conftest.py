"""Benchmarks are run by `make bench`; there is nothing to collect."""

collect_ignore_glob = ["*.py"]
