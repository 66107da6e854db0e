"""The parts of a province, one kind of data a module."""
