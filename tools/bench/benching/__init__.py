"""The parts of tools/bench/run: one measurement per file."""
