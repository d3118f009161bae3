"""The contracts of the domain events: one JSON Schema a name and version, with examples."""
