"""The National Portal's simulator ends with exactly the true states, in order, after any faults."""

from base import EndToEnd
from desk import AFTER, BEFORE
from motcua_client import stubs
from motcua_client.portal import Simulator
from system import stack, wait_for

ONLINE, DIRECT = "CHANNEL_ONLINE", "CHANNEL_DIRECT"
PATIENCE = 90.0


def without_repetitions(states):
    return [state for before, state in zip([0, *states], states) if state != before]


class Portal(EndToEnd):
    def setUp(self):
        super().setUp()
        self.sync = self.system.service("portalsync", "operator")
        self.messages = stubs.module("motcua/portalsync/v1/portalsync_service")
        self.simulator = Simulator(stack("PORTAL_URL"))
        self.addCleanup(self.simulator.tell, "mode", mode="up")

    def look(self):
        return self.sync.GetSync(self.messages.GetSyncRequest())

    def wait_sent(self):
        self.system.wait_quiet()
        try:
            wait_for(lambda: self.look().events_waiting == 0, PATIENCE, "every event is acknowledged by the portal")
        except AssertionError as late:
            raise AssertionError(f"{late}; {self.look()}; first waiting: {self.waiting()}") from late

    def waiting(self):
        """Of the dossiers that wait: what portalsync stores of the first ones."""
        return self.system.query("portalsync", "SELECT code, shard, intake_sequence, last_position, acknowledged_position,"
                                 " refused, next_attempt_at - clock_timestamp() AS due_in, e.kind, e.attempts, e.portal_message"
                                 " FROM dossiers JOIN events e USING (dossier_id) WHERE e.position = acknowledged_position + 1"
                                 " OR e.position IS NULL ORDER BY next_attempt_at LIMIT %s", 5)

    def true_states(self, paper):
        """The states of a dossier in order, from the owners' histories, repetitions left out."""
        states = []
        for owner in ("intake", "processing"):
            rows = self.system.query(owner, "SELECT type, payload FROM event_history WHERE stream = 'dossier' AND key = %s"
                                     " ORDER BY sequence", paper.dossier.dossier_id)
            for kind, payload in rows:
                events = stubs.module(f"motcua/{owner}/events/v1/dossier_events")
                states.append(getattr(events, kind.rsplit(".", 1)[1]).FromString(bytes(payload)).facts.state)
        return without_repetitions(states)

    def assert_true(self, *papers):
        self.wait_sent()
        held = self.simulator.held()
        for paper in papers:
            self.desk.read(paper)
            row = held.get(paper.code)
            self.assertIsNotNone(row, paper.code)
            self.assertEqual(row["state"], paper.state, row)
            moments = [entry["at"] for entry in row["progress"]]
            states = [entry["state"] for entry in row["progress"]]
            self.assertEqual(states[-1], paper.state, row)
            self.assertEqual(without_repetitions(states), self.true_states(paper), row)
            self.assertEqual(len(moments), len(states))
        self.assertEqual(self.look().dossiers_refused, 0)

    def lives(self):
        """Dossiers that end in many ways."""
        desk = self.desk
        free = desk.case(ONLINE, lambda case: case.fee(BEFORE) == 0)
        plain = desk.case(DIRECT, lambda case: case.fee(AFTER) == 0)
        asked = desk.ask_supplement(desk.to_work(desk.receive(plain)))
        return [desk.file(free), desk.at_counter(desk.file(free), "RefuseDossier", "Không thuộc thẩm quyền"),
                desk.withdraw(desk.file(free)), desk.to_work(desk.accept(desk.file(free))), asked,
                desk.hand_over(desk.bring_result(desk.finish(desk.to_work(desk.receive(plain)))))]

    def test_01_every_state_is_there_in_order(self):
        papers = self.lives()
        self.assert_true(*papers)

    def test_02_down_and_stalling_and_nonsense_lose_nothing(self):
        paper = self.desk.to_work(self.desk.receive(self.desk.case(DIRECT, lambda case: case.fee(AFTER) == 0)))
        papers = [paper]
        for mode in ("down", "html", "wrong_shape", "stall"):
            with self.subTest(mode=mode):
                self.simulator.tell("mode", mode=mode)
                self.desk.ask_payment(paper)
                self.desk.pay(paper, 15000)
                papers += self.lives()[:2]
                wait_for(lambda: self.look().events_waiting > 0, 20, "events wait")
                self.simulator.tell("mode", mode="up")
                self.assert_true(*papers)

    def test_03_an_expired_session_is_opened_again(self):
        self.desk.receive(self.desk.case(DIRECT))
        self.wait_sent()
        self.simulator.tell("expire-sessions")
        self.assert_true(self.desk.receive(self.desk.case(DIRECT)))

    def test_04_reconciling_finds_what_differs(self):
        papers = self.lives()
        self.assert_true(*papers)
        answer = self.sync.Reconcile(self.messages.ReconcileRequest(page_size=200))
        self.assertEqual([row.code for row in answer.differences], [])
        self.assertGreaterEqual(answer.equal, len(papers))
        done = papers[-1]
        self.simulator.tell("forget-progress", code=done.code, keep=1)
        answer = self.sync.Reconcile(self.messages.ReconcileRequest(page_size=200))
        self.assertEqual([(row.code, row.true_state) for row in answer.differences], [(done.code, done.state)])
