"""The parts of the recount. Shares no code with the programs, with the demo or with the tests' client."""
