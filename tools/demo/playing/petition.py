"""The course of one petition: sent over REST, handled by officers over gRPC, answered to its sender over REST.

The agency that it is about handles it; the story adds one special event.
"""

import random

from motcua_client import actors, stubs
from playing.life import DAY, NEVER

TITLES = ["Hồ sơ giải quyết chậm", "Đề nghị hướng dẫn rõ thành phần hồ sơ", "Phải đi lại nhiều lần",
          "Đề nghị bỏ giấy tờ trùng lặp", "Thái độ phục vụ tại quầy"]
OFFICER = "cb-pakn"
NEW, ACCEPTED, ASSIGNED, NEED_INFO, SUPPLEMENTED, ANSWERED, WAITING_PUBLISH, PUBLISHED, REFUSED, FORWARDED = range(1, 11)
LATE = 40 * DAY  # after every limit


class Petition:
    """One petition. `step` acts and returns the index of the moment to continue at, or NEVER."""

    def __init__(self, entry, world, about):
        self.entry = entry
        self.world = world
        self.story = entry.story
        self.about = about
        self.chance = random.Random(f"{world.plan.seed}-{entry.number}")
        self.messages = stubs.module("motcua/feedback/v1/feedback_service")
        self.code = ""
        self.secret = ""
        self.state = 0
        self.told = False
        self.commands = 0

    def arrive(self):
        sent = self.world.portal.send_petition(
            title=self.chance.choice(TITLES), content="Kính đề nghị cơ quan xem xét, trả lời.",
            sender={"full_name": "Trần Thị Ví Dụ", "phone": "0911000000"}, about_agency=self.entry.agency,
            about_dossier=self.about.code if self.about else "", key=self.world.key(self.entry.number, "send"))
        self.code, self.secret = sent["code"], sent["lookup_secret"]
        self.state = NEW
        return NEVER if self.story == "unread" else self._later(1, DAY)

    def step(self):
        petition = self.world.feedback.GetPetition(self.messages.GetPetitionRequest(
            petition=self.code, actor=actors.officer(self.entry.agency, OFFICER))).petition
        self.state = petition.state
        return {NEW: self._read, ACCEPTED: self._assign, ASSIGNED: self._answer, NEED_INFO: self._supplement,
                SUPPLEMENTED: self._read, WAITING_PUBLISH: self._publish}.get(petition.state, lambda _: NEVER)(petition)

    def describe(self):
        return f"petition #{self.entry.number} {self.code or 'not sent'} ({self.story}, {self.entry.agency})"

    def _read(self, petition):
        if self.story == "refuse":
            self._act("RefusePetition", petition, "Không thuộc phạm vi tiếp nhận")
            return NEVER
        if self.story == "ask" and not self.told:
            self.told = True
            self._act("AskSender", petition, question="Đề nghị cho biết thời gian, địa điểm cụ thể.")
            return self._later(2, DAY)
        kind = self.messages.PETITION_CLASS_BEHAVIOUR if self.chance.random() < 0.6 \
            else self.messages.PETITION_CLASS_REGULATION
        self._act("AcceptPetition", petition, **{"class": kind})
        return self._later(1, 4)

    def _supplement(self, _):
        self.world.portal.supplement_petition(self.code, self.secret, "Ngày thứ hai, tại quầy số 3.",
                                              key=self._turn_key())
        return self._later(1, 4)

    def _assign(self, petition):
        if self.story == "outside":
            self._act("TransferPetition", petition, "Thuộc thẩm quyền cơ quan khác", outside_agency="Bộ Xây dựng")
            return NEVER
        if self.story == "transfer" and not self.told and petition.handling_agency != self.entry.agency:
            self.told = True
            self._act("TransferPetition", petition, "Đúng cơ quan giải quyết", agency=self.entry.agency)
        else:
            self._act("AssignPetition", petition, agency=self.entry.agency)
        return self._later(LATE, LATE) if self.story == "late" else self._later(2, 3 * DAY)

    def _answer(self, petition):
        publish = self.story != "unpublished"
        self._act("AnswerPetition", petition, "" if publish else "Người gửi đề nghị không công khai",
                  answer="Cơ quan đã kiểm tra, giải quyết và xin lỗi người gửi.", publish=publish)
        return self._later(1, DAY) if publish else NEVER

    def _publish(self, petition):
        self._act("PublishPetition", petition, public_text="Phản ánh về việc giải quyết hồ sơ.")
        return NEVER

    def _act(self, rpc, petition, reason="", **fields):
        # The centre where petitions start may do everything except answer, which is for the agency in charge.
        agency = petition.handling_agency
        command = self.messages.PetitionCommand(petition=self.code, expected_revision=petition.revision,
                                                actor=actors.officer(agency, OFFICER), reason=reason)
        request = getattr(self.messages, f"{rpc}Request")(command=command, **fields)
        self.state = getattr(self.world.feedback, rpc)(request, key=self._turn_key()).petition.state

    def _turn_key(self):
        self.commands += 1
        return self.world.key(self.entry.number, self.commands)

    def _later(self, least, most):
        return self.world.now + self.chance.randint(least, max(least, most))
