"""Events delivered five times, in any order: consumers apply each of them once."""

import random

from base import EndToEnd, Given
from desk import AFTER
from motcua_client.sms import Network
from system import wait_for

ONLINE, DIRECT = "CHANNEL_ONLINE", "CHANNEL_DIRECT"
TOPICS = ("motcua.intake.dossier.v1", "motcua.processing.dossier.v1")
CONSUMERS = ("motcua.notification.intake-dossiers", "motcua.notification.processing-dossiers")
REPLICAS = ("notification-1", "notification-2")
TIMES = 5
SOON = 30.0
DELIVERED = 4
TOLD = f"SELECT moment, text FROM messages WHERE dossier_id = %s AND state = {DELIVERED} ORDER BY 1, 2"


class Repeat(EndToEnd):
    def setUp(self):
        super().setUp()
        self.network = Network.of_stack()
        self.chance = random.Random(Given.seed)

    def lives(self):
        """Dossiers that reach every moment at which the applicant is notified."""
        desk = self.desk
        done = desk.receive(desk.case(DIRECT, lambda case: case.fee(AFTER) == 0))
        desk.ask_supplement(desk.to_work(done))
        desk.by_counter(desk.send_supplement(done), "ConfirmSupplement")
        desk.ask_payment(done, amount=15000)
        desk.pay(done, 15000)
        desk.hand_over(desk.bring_result(desk.finish(done)))
        refused = desk.file(desk.case(ONLINE))
        desk.at_counter(refused, "RequestSupplement", "Thiếu giấy tờ", items_vi=["Bản sao"])
        desk.send_supplement(refused)
        desk.at_counter(refused, "RefuseDossier", "Không thuộc thẩm quyền")
        return [done, refused]

    def texts(self, papers, mark):
        """The messages on their telephones."""
        phones = {paper.phone[1:] for paper in papers}
        return sorted(sms.text for sms in self.network.received(mark) if sms.phone[-9:] in phones)

    def shuffled(self, papers):
        """All events of these dossiers, five times, in any order."""
        keys = {paper.dossier.dossier_id for paper in papers}
        copies = [message for message in self.system.messages(*TOPICS) if message.key in keys] * TIMES
        self.chance.shuffle(copies)
        return copies

    def test_the_first_that_is_heard_comes_in_any_order(self):
        mark = self.network.mark()
        heard = [self.lives() for _ in range(3)]
        self.system.wait_quiet()
        for replica in REPLICAS:
            self.system.stop(replica)
        try:
            deaf = [self.lives() for _ in range(3)]
            wait_for(self.all_is_out, SOON, "every event is on its topic")
            copies = self.shuffled(sum(deaf, []))
            self.system.pass_over(CONSUMERS, TOPICS)  # the events in order are never consumed
            self.system.produce(*copies)
        finally:
            for replica in REPLICAS:
                self.system.start_replica(replica)
        for replica in REPLICAS:
            self.system.wait_ready(replica)
        self.system.wait_quiet()
        for in_order, in_any in zip(heard, deaf):
            for one, other in zip(in_order, in_any):
                with self.subTest(one=one.code, other=other.code):
                    told, told_in_any = self.told(one), self.told(other)
                    self.assertGreater(len(told), 1)
                    self.assertEqual([moment for moment, _ in told_in_any], [moment for moment, _ in told])
                    for paper, rows in ((one, told), (other, told_in_any)):
                        self.assertEqual(self.texts([paper], mark), sorted(text for _, text in rows), "each once")

    def all_is_out(self):
        return not any(self.system.query(owner, "SELECT count(*) FROM outbox_events")[0][0]
                       for owner in ("intake", "processing"))

    def told(self, paper):
        """[(moment, text)] of the messages delivered according to notification."""
        return self.system.query("notification", TOLD, paper.dossier.dossier_id)

    def test_what_was_heard_and_comes_again_changes_nothing(self):
        papers = sum((self.lives() for _ in range(3)), [])
        self.system.wait_quiet()
        mark, before = self.network.mark(), self.system.tables()
        self.system.produce(*self.shuffled(papers))
        self.system.wait_quiet()
        self.assertEqual(self.texts(papers, mark), [])
        after = self.system.tables()
        self.assertEqual({name for name in before if before[name] != after[name]}, set())
