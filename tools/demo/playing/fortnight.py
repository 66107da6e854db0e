"""How time passes: business time is set on every replica, and at each moment what is due happens."""

import collections
import concurrent.futures
import datetime
import heapq
import time

from google.protobuf.timestamp_pb2 import Timestamp

from motcua_client import errors, stubs
from playing.life import NEVER, Life
from playing.petition import Petition

HANDS = 6  # people at work at the same time
PATIENCE = 90.0
# Rules are sent by Kafka; until they have arrived an owner refuses.
NOT_YET = ("WORKFLOW_NOT_APPROVED", "CALENDAR_UNKNOWN", "RULE_SET_UNKNOWN")
TRIES = 120  # fortnights after the first one


class BusinessClock:
    """Simulated business time of all replicas of all programs that have one."""

    def __init__(self, *services):
        self._services = services  # motcua_client.officer.Service("simulation", ...) of each program

    def set(self, at):
        stamp = Timestamp()
        stamp.FromDatetime(at.astimezone(datetime.timezone.utc))
        request = stubs.module("motcua/operations/v1/operations_service").SetClockRequest(now=stamp)
        with concurrent.futures.ThreadPoolExecutor(len(self._services)) as hands:
            list(hands.map(lambda service: service.on_every_replica("SetClock", request), self._services))

    def first_free(self, begins):
        """The first of these starts that is not in the past: an installation may have played before."""
        for begin in begins:
            try:
                self.set(begin[0])
                return begin
            except errors.Refused as refusal:
                if refusal.reason != "CLOCK_BACKWARDS":
                    raise
        raise SystemExit("the simulated time of this installation has passed every fortnight that could be played: "
                         "start clean with tools/run --reset")


class Fortnight:
    """Plays a plan. `tell` prints a line."""

    def __init__(self, world, clock, tell):
        self._world = world
        self._clock = clock
        self._tell = tell
        self._queue = []  # (moment, number)
        self.lives = {}  # dossiers by number
        self.petitions = {}  # by number
        self.failures = []

    def play(self):
        plan = self._world.plan
        for entry in plan.entries:
            self.lives[entry.number] = Life(entry, self._world)
            heapq.heappush(self._queue, (entry.arrival, entry.number))
        for voice in plan.voices:
            about = self.lives[voice.about] if voice.about else None
            self.petitions[voice.number] = Petition(voice, self._world, about)
            heapq.heappush(self._queue, (voice.arrival, voice.number))
        with concurrent.futures.ThreadPoolExecutor(HANDS) as hands:
            day = None
            while self._queue:
                moment = self._queue[0][0]
                if moment >= len(plan.moments):
                    break
                self._world.now = moment
                self._clock.set(plan.moments[moment])
                self._play_moment(moment, hands)
                if plan.moments[moment].date() != day:
                    day = plan.moments[moment].date()
                    self._tell_day(day, moment < plan.start)
        self._world.now = len(plan.moments) - 1
        # The last day ends at closing time.
        self._clock.set(plan.moments[-1] + datetime.timedelta(minutes=30))

    def _play_moment(self, moment, hands):
        while self._queue and self._queue[0][0] == moment:
            due = []
            while self._queue and self._queue[0][0] == moment:
                number = heapq.heappop(self._queue)[1]
                due.append(self.lives.get(number) or self.petitions[number])
            # One after the other, so that the same seed gives the same codes.
            again = [(life, self._go_on(life)) for life in due if not life.code]
            rest = [life for life in due if life not in {found for found, _ in again}]
            again += list(zip(rest, hands.map(self._go_on, rest)))
            for life, then in again:
                if then is not NEVER:
                    heapq.heappush(self._queue, (max(then, moment), life.entry.number))

    def _go_on(self, life):
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return life.step() if life.code else life.arrive()
            except errors.Refused as refusal:
                if refusal.reason in NOT_YET and time.monotonic() < deadline:
                    time.sleep(0.5)
                    continue
                self.failures.append(f"{life.describe()}: {refusal}")
            except errors.Unknown as unknown:
                self.failures.append(f"{life.describe()}: no answer: {unknown}")
            return NEVER

    def _tell_day(self, day, before):
        count = collections.Counter(bool(life.code) for life in self.lives.values())
        note = " (kỳ trước chuyển sang / carried over)" if before else ""
        self._tell(f"{day:%d/%m/%Y}: {count[True]} hồ sơ đã nộp / dossiers filed so far{note}")
