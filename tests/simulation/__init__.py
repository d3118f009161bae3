"""Deterministic simulation: the real handlers and domain in a world that does whatever AWS may do, and worse.

One seed is one run of that world: who uploads, asks again and deletes, which message comes when, twice or late,
which call of an adapter fails or dies. Invariants are checked after every call. `python -m tests.simulation`
runs many seeds; a seed that breaks an invariant prints its story and the command that tells it again.
"""
