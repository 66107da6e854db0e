"""Texts to citizens and from them, through the real Kannel and its network."""

import datetime
import pathlib
import urllib.error
import urllib.request
import uuid

from base import EndToEnd
from desk import AFTER, BEFORE
from motcua_client.province import VIETNAM
from motcua_client.sms import Network
from system import stack, wait_for

ONLINE, DIRECT = "CHANNEL_ONLINE", "CHANNEL_DIRECT"
DAY = datetime.timedelta(days=1)
SOON = 30.0
RATINGS = "SELECT score FROM ratings JOIN handed_over USING (dossier_id) WHERE code = ANY(%s)"


class Sms(EndToEnd):
    """One telephone per dossier, so that its messages are about that dossier."""

    def setUp(self):
        super().setUp()
        self.network = Network.of_stack()
        self.mark = self.network.mark()

    # Received messages.

    def texts(self, phone):
        return [sms.text for sms in self.network.received(self.mark) if sms.phone.endswith(phone[1:])]

    def wait_texts(self, phone, count, what):
        """Exactly this number, and no more within the time that a duplicate would take."""
        wait_for(lambda: len(self.texts(phone)) >= count, SOON, f"{what}: {count} texts, not {self.texts(phone)}")
        self.system.wait_quiet()
        texts = self.texts(phone)
        self.assertEqual(len(texts), count, texts)
        return texts

    def ask(self, phone, text):
        """The one answer to a citizen's text."""
        before = len(self.texts(phone))
        self.network.send(phone, text)
        wait_for(lambda: len(self.texts(phone)) > before, SOON, f"an answer to {text!r}")
        return self.texts(phone)[-1]

    def received(self, accept=lambda case: True):
        return self.desk.receive(self.desk.case(DIRECT, accept))

    def handed_over(self):
        paper = self.received(lambda case: case.fee(AFTER) == 0)
        self.desk.hand_over(self.desk.bring_result(self.desk.finish(self.desk.to_work(paper))))
        wait_for(lambda: len(self.texts(paper.phone)) >= 3, SOON, "received, result ready, handed over")
        return paper

    # Notices to the applicant.

    def test_01_each_moment_is_told_once(self):
        paper = self.received(lambda case: case.fee(AFTER) == 0)
        self.wait_texts(paper.phone, 1, "received")
        self.desk.ask_supplement(self.desk.to_work(paper))
        self.wait_texts(paper.phone, 2, "supplement")
        self.desk.by_counter(self.desk.send_supplement(paper), "ConfirmSupplement")
        self.desk.ask_payment(paper, amount=15000)
        self.wait_texts(paper.phone, 3, "payment")
        self.desk.pay(paper, 15000)
        self.desk.bring_result(self.desk.finish(paper))
        self.wait_texts(paper.phone, 4, "result ready")
        self.desk.hand_over(paper)
        texts = self.wait_texts(paper.phone, 5, "handed over")
        for text in texts:
            self.assertIn(paper.code, text)
            self.assertNotIn("Mẫu", text)
            self.assertNotIn("http", text)

    def test_02_before_acceptance(self):
        paper = self.desk.file(self.desk.case(ONLINE))
        before = len(self.texts(paper.phone))
        self.desk.at_counter(paper, "RequestSupplement", "Thiếu giấy tờ", items_vi=["Bản sao"])
        wait_for(lambda: len(self.texts(paper.phone)) == before + 1, SOON, "a supplement is told before acceptance too")
        refused = self.desk.file(self.desk.case(ONLINE))
        before = len(self.texts(refused.phone))
        self.desk.at_counter(refused, "RefuseDossier", "Không thuộc thẩm quyền")
        wait_for(lambda: len(self.texts(refused.phone)) == before + 1, SOON, "a refusal is told")

    # Asking.

    def test_03_status_by_text_in_any_spelling(self):
        paper = self.desk.to_work(self.received(lambda case: case.has_limit))
        code = paper.code
        for text in (f"TRACUU {code}", code, f"tra cứu  {code.lower()}", code.replace("-", " ").replace(".", " ")):
            with self.subTest(text=text):
                phone = self.desk.phone()  # each from another number, so that no limit is reached
                answer = self.ask(phone, text)
                self.assertIn("DANG XU LY", answer)
                self.assertIn(code, answer)
                self.assertNotIn("Hen tra", answer, "a stranger learns the state only")
        self.wait_texts(paper.phone, 1, "received")
        self.assertIn("Hen tra", self.ask(paper.phone, f"TRACUU {code}"), "the applicant learns the due date")

    def test_04_status_follows_the_owner(self):
        paper = self.desk.file(self.desk.case(ONLINE, lambda case: case.fee(BEFORE) == 0))
        steps = [("CHO TIEP NHAN", lambda: None), ("DA TIEP NHAN", lambda: self.desk.accept(paper)),
                 ("DANG XU LY", lambda: self.desk.to_work(paper)),
                 ("CAN BO SUNG", lambda: self.desk.ask_supplement(paper)),
                 ("DA RUT", lambda: self.desk.withdraw(paper))]
        for words, act in steps:
            act()
            # A gateway may lag, and longer on a machine that is busy.
            wait_for(lambda words=words: words in self.ask(self.desk.phone(), paper.code), SOON, words)

    def test_05_what_nobody_filed_and_what_nobody_understands(self):
        paper = self.received()
        agency, day, serial = paper.code.rsplit("-", 2)
        self.assertIn("Khong tim thay", self.ask(self.desk.phone(), f"{agency}-{day}-{int(serial) + 9000:04}"))
        self.assertIn("Soan", self.ask(self.desk.phone(), "Alo, ai đấy? 😀"))
        self.assertIn("Soan", self.ask(self.desk.phone(), "HELP"))

    def test_06_a_sender_who_does_not_stop_is_answered_three_times_a_minute(self):
        paper = self.received()
        phone = self.desk.phone()
        for number in range(12):
            self.network.send(phone, f"TRACUU {paper.code}{' ' * number}")
        wait_for(lambda: len(self.texts(phone)) == 3, SOON, "three answers")
        self.system.wait_quiet()
        self.assertEqual(len(self.texts(phone)), 3)

    # Rating.

    def test_07_rating_by_reply_is_the_one_rating(self):
        paper = self.handed_over()
        answer = self.ask(paper.phone, "5")
        self.assertIn("5/5", answer)
        self.assertIn(paper.code, answer)
        self.assertIn("da duoc danh gia", self.ask(paper.phone, f"DG {paper.code} 1"))
        rows = self.system.query("feedback", RATINGS, [paper.code])
        self.assertEqual(rows, [(5,)])

    def test_08_rating_too_early_and_by_a_stranger(self):
        paper = self.desk.to_work(self.received())
        self.wait_texts(paper.phone, 1, "received")
        self.assertIn("chua", self.ask(paper.phone, f"DG {paper.code} 4"))
        done = self.handed_over()
        self.ask(self.desk.phone(), f"DG {done.code} 1")
        self.assertEqual(self.system.query("feedback", RATINGS, [paper.code, done.code]), [])

    # Opting out.

    def test_09_opt_out_stops_what_the_law_does_not_demand(self):
        paper = self.received(lambda case: case.fee(AFTER) == 0)
        wait_for(lambda: self.texts(paper.phone), SOON, "received")
        self.assertIn("ngung nhan tin", self.ask(paper.phone, "HUY"))
        before = len(self.texts(paper.phone))
        self.desk.hand_over(self.desk.bring_result(self.desk.finish(self.desk.to_work(paper))))
        self.system.wait_quiet()
        told = self.system.query("notification", "SELECT state, reason, obligatory FROM messages WHERE dossier_id = %s"
                                 " AND moment <> 0 ORDER BY created_at", paper.dossier.dossier_id)
        sent = [row for row in told[1:] if row[0] != 7]
        self.assertTrue(all(obligatory for _, _, obligatory in sent), told)
        self.assertEqual(len(self.texts(paper.phone)) - before, len(sent))

    # As people write (issue 18).

    def test_12_words_beside_a_code_a_score_and_an_opt_out(self):
        paper = self.desk.to_work(self.received(lambda case: case.fee(AFTER) == 0))
        for text in (f"HS {paper.code} cam on", f"HS HS {paper.code}", f"{paper.code} cảm ơn",
                     f"Mã hồ sơ: {paper.code}", f"Cho hỏi hồ sơ {paper.code} xong chưa ạ"):
            with self.subTest(text=text):
                self.assertIn("DANG XU LY", self.ask(self.desk.phone(), text))
        for text in ("Stop. Cam on", "HUY TIN NHAN", "Hủy ạ"):
            with self.subTest(text=text):
                self.assertIn("ngung nhan tin", self.ask(self.desk.phone(), text))
        self.assertIn("dang ky nhan tin", self.ask(self.desk.phone(), "Đăng kí"))
        self.desk.hand_over(self.desk.bring_result(self.desk.finish(paper)))
        self.system.wait_quiet()
        self.assertIn("5/5", self.ask(paper.phone, "5 sao"))

    def test_13_typography_reaches_the_telephone_as_it_is_meant(self):
        paper = self.desk.to_work(self.received(lambda case: case.fee(AFTER) == 0))
        task = paper.tasks[0]
        self.desk.act(paper, "RequestSupplement", task.agency, "Thiếu", task_id=task.task_id,
                      items_vi=["Bản sao “Giấy” – trang 1…"])
        wait_for(lambda: any("can bo sung" in text for text in self.texts(paper.phone)), SOON, "the supplement")
        told = next(text for text in self.texts(paper.phone) if "can bo sung" in text)
        self.assertIn('Ban sao "Giay" - trang 1...', told)

    # Quiet hours.

    def test_11_nobody_is_woken(self):
        evening = datetime.datetime.combine(self.desk.day, datetime.time(21, 30), VIETNAM)
        paper = self.desk.file(self.desk.case(ONLINE))
        self.system.wait_quiet()
        before = len(self.texts(paper.phone))
        self.desk.move_to(evening)
        self.desk.at_counter(paper, "RequestSupplement", "Thiếu giấy tờ", items_vi=["Bản sao"])
        self.system.wait_quiet()
        self.assertEqual(len(self.texts(paper.phone)), before, "held until the morning")
        self.assertIn("CAN BO SUNG", self.ask(self.desk.phone(), paper.code), "who asks at night is answered at night")
        self.desk.move_to(datetime.datetime.combine(self.desk.day + DAY, datetime.time(7, 15), VIETNAM))
        self.wait_texts(paper.phone, before + 1, "the supplement, in the morning")
        self.desk.move_to(self.province.opened(self.desk.day + DAY))

    # Call-backs of the network and of others.

    @staticmethod
    def call_back(path, body=None):
        url = f"http://127.0.0.1:{stack('SMS_CALLBACK_PORT')}{path}"
        try:
            with urllib.request.urlopen(url, body, timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            return refused.code

    def test_10_forged_receipts_and_texts_change_nothing(self):
        paper = self.received()
        self.wait_texts(paper.phone, 1, "received")
        (message, before), = self.system.query("notification", "SELECT id::text, state FROM messages WHERE dossier_id"
                                               " = %s", paper.dossier.dossier_id)
        wrong = "0" * 32
        for path in (f"/{wrong}/receipts/{message}?type=2", f"/receipts/{message}?type=2", "/", "/metrics"):
            self.assertEqual(self.call_back(path), 404, path)
        self.assertEqual(self.call_back(f"/{wrong}/inbound?id={uuid.uuid4()}", b"HUY"), 404)
        right = pathlib.Path(stack("SMS_CALLBACK_SECRET_FILE")).read_text(encoding="ascii")
        # Not for one of our messages: nothing to do, and Kannel must not repeat it.
        self.assertEqual(self.call_back(f"/{right}/receipts/{uuid.uuid4()}?type=1"), 200)
        self.assertEqual(self.call_back(f"/{right}/receipts/{message}?type=77"), 404)
        # Late and repeated: a final state does not change.
        self.assertEqual(self.call_back(f"/{right}/receipts/{message}?type=2"), 200)
        self.assertEqual(self.call_back(f"/{right}/receipts/{message}?type=8"), 200)
        after = self.system.query("notification", "SELECT id::text, state FROM messages WHERE id = %s", message)
        self.assertEqual(after, [(message, before)])
