"""Numbers of checks, and the faults found."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Fault:
    where: str  # file and field: `procedures/1.001193.json: parts[2].id`
    reason: str  # stable, upper case
    text: str

    def __str__(self):
        return f"{self.where}: {self.reason}: {self.text}"


class Report:
    def __init__(self):
        self.passed = 0
        self.faults = []

    def expect(self, holds, where, reason, text):
        """Counts one check; returns whether it passed."""
        if holds:
            self.passed += 1
        else:
            self.faults.append(Fault(where, reason, text))
        return bool(holds)
