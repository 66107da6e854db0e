#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "motcua/base/error.h"

#include "usecase/reconcile.h"
#include "usecase/send_event.h"

namespace motcua::portalsync::testing {

inline constexpr char kCode[] = "H19.90-250312-0001";

/// 2025-03-12 09:15:07 in Viet Nam.
inline Instant Morning() {
  return Instant(std::chrono::seconds(1741745707));
}

inline DisclosedDossier ADisclosure() {
  return {.applicant_kind = 1,
          .full_name = "Nguyễn Văn An",
          .identity_number = "012345678901",
          .phone = "0901234567",
          .email = "an@example.vn",
          .subject = "Đăng ký khai sinh",
          .channel = 2,
          .procedure_code = "1.001193",
          .procedure_vi = "Thủ tục đăng ký khai sinh",
          .field_code = "G15",
          .field_vi = "Hộ tịch",
          .filed_at = Morning(),
          .fee_vnd = 8000,
          .papers = {{.id = "p1", .part_id = "to-khai", .file_name = "to-khai-an.pdf"}}};
}

inline NextEvent ANext(NationalState state = NationalState::kReceived, int position = 1) {
  return {.dossier_id = "019a0000-0000-7000-8000-000000000001",
          .code = kCode,
          .position = position,
          .event = {.event_id = "019a0000-0000-7000-8000-00000000000e",
                    .kind = "DossierAccepted",
                    .state = state,
                    .occurred_at = Morning(),
                    .received_at = Morning(),
                    .due_at = Morning() + std::chrono::hours(72),
                    .actor = ActorKind::kOfficer,
                    .officer = "CB001",
                    .handling_agency = "H19.50",
                    .current_agency = "H19.90"}};
}

/// Gives the set answers in order; accepts if none are set.
class FakePortal final : public Portal {
 public:
  LookedUp LookUp(const std::string& code) override {
    calls.push_back("look_up");
    LookedUp looked{.answer = Next(look_ups)};
    if (looked.answer.verdict == Verdict::kAccepted && held.contains(code)) {
      looked.held = held[code];
    }
    return looked;
  }
  PortalAnswer SendDossier(const DossierMessage&, bool updating) override {
    calls.push_back(updating ? "update" : "insert");
    return Next(dossiers);
  }
  PortalAnswer SendProgress(const Fields&) override {
    calls.push_back("progress");
    return Next(progress);
  }

  std::map<std::string, HeldDossier> held;
  std::deque<PortalAnswer> look_ups;
  std::deque<PortalAnswer> dossiers;
  std::deque<PortalAnswer> progress;
  std::vector<std::string> calls;

 private:
  static PortalAnswer Next(std::deque<PortalAnswer>& answers) {
    if (answers.empty()) {
      return {.verdict = Verdict::kAccepted, .message = "thành công"};
    }
    PortalAnswer answer = answers.front();
    answers.pop_front();
    return answer;
  }
};

class FakeApplicants final : public ApplicantSource {
 public:
  absl::StatusOr<DisclosedDossier> Disclose(const CallContext&, const std::string&) override {
    ++asked;
    return answer;
  }
  absl::StatusOr<DisclosedDossier> answer = ADisclosure();
  int asked = 0;
};

/// Records the calls.
class FakeQueue final : public Queue {
 public:
  absl::StatusOr<std::vector<NextEvent>> Due(const CallContext&, Instant, int) override {
    return due;
  }
  absl::Status MarkDossierSent(const CallContext&, const NextEvent&) override {
    changes.push_back("dossier_sent");
    return absl::OkStatus();
  }
  absl::Status Acknowledge(const CallContext&, const NextEvent& next, const std::string&,
                           Instant) override {
    changes.push_back("acknowledged " + std::to_string(next.position));
    return absl::OkStatus();
  }
  absl::Status Refuse(const CallContext&, const NextEvent&, const std::string& words) override {
    changes.push_back("refused");
    message = words;
    return absl::OkStatus();
  }
  absl::Status PutOff(const CallContext&, const NextEvent&, const std::string& words,
                      Instant until) override {
    changes.push_back("put_off");
    message = words;
    next_attempt_at = until;
    return absl::OkStatus();
  }
  absl::Status Rewind(const CallContext&, const NextEvent&, int held) override {
    changes.push_back("rewound " + std::to_string(held));
    return absl::OkStatus();
  }
  absl::Status SetAside(const NextEvent& next, const absl::Status&) override {
    changes.push_back("set_aside " + std::to_string(next.position));
    return absl::OkStatus();
  }

  std::vector<NextEvent> due;
  std::vector<std::string> changes;
  std::string message;
  Instant next_attempt_at{};
};

}  // namespace motcua::portalsync::testing
