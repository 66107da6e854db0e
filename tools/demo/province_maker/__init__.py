"""The parts of a province, one module per kind of data."""
