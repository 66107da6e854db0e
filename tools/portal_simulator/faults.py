"""Failures of the portal: at random, before or after storing a request, or permanently on command."""

import random
import threading

MODES = ("up", "down", "stall", "html", "wrong_shape")


class Faults:
    def __init__(self, seed, rate):
        self._random = random.Random(seed)
        self._rate = rate
        self._mode = "up"
        self._changed = threading.Condition()

    @property
    def mode(self):
        with self._changed:
            return self._mode

    def set_mode(self, mode):
        if mode not in MODES:
            raise ValueError(f"mode is one of {', '.join(MODES)}")
        with self._changed:
            self._mode = mode
            self._changed.notify_all()

    def wait_while_stalled(self, seconds):
        """Returns when the portal continues, or after that time."""
        with self._changed:
            self._changed.wait_for(lambda: self._mode != "stall", timeout=seconds)

    def draw(self):
        """What goes wrong with one request: None, "before" (nothing is stored) or "after" (the answer is lost)."""
        with self._changed:
            if self._random.random() >= self._rate:
                return None
            return self._random.choice(("before", "after"))
