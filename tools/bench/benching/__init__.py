"""The parts of tools/bench/run: one measurement a file."""
