"""Benchmarks: how fast Troth is beside its peers and the floor, in one run. `python -m tests.bench --help`."""
