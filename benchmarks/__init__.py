"""Measurements. Each is `python -m benchmarks.<name>`; with `--json` its last line is one JSON object."""
