#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "motcua/feedback/v1/feedback_service.grpc.pb.h"
#include "motcua/gateway/v1/status_service.grpc.pb.h"
#include "motcua/intake/v1/applicant_service.grpc.pb.h"

#include "motcua/rpc/server.h"

namespace motcua::notification::testing {

/// Fakes of intake, the gateway and feedback over real gRPC on one port. Thread-safe.
class FakePrograms {
 public:
  FakePrograms();
  ~FakePrograms();

  std::string address() const;

  /// The applicant's number of a dossier; without one, PHONE_MISSING.
  void SetPhone(const std::string& dossier_id, const std::string& phone);
  /// The result of a look-up of a code; the details only for `own_phone`.
  void SetStatus(const type::v1::PublicStatus& status, const std::string& own_phone);
  /// Makes RateDossier refuse with this reason; empty accepts every rating.
  void RefuseRatings(const std::string& reason);
  /// Everything answers UNAVAILABLE.
  void SetDown(bool down);

  struct Disclosed {
    std::string dossier_id;
    std::string recipient;
    std::string purpose;
  };
  std::vector<Disclosed> disclosed() const;
  struct Rated {
    std::string code;
    int score = 0;
    std::string key;
  };
  /// Each key once, as feedback would count them.
  std::vector<Rated> rated() const;

 private:
  class Applicants;
  class Statuses;
  class Feedback;
  grpc::Status Down() const;

  mutable std::mutex mutex_;
  bool down_ = false;
  std::map<std::string, std::string> phones_;
  struct Known {
    type::v1::PublicStatus status;
    std::string own_phone;
  };
  std::map<std::string, Known> statuses_;
  std::string rating_refusal_;
  std::vector<Disclosed> disclosed_;
  std::map<std::string, Rated> rated_;
  std::unique_ptr<Applicants> applicants_;
  std::unique_ptr<Statuses> status_service_;
  std::unique_ptr<Feedback> feedback_;
  std::unique_ptr<rpc::Server> server_;
};

}  // namespace motcua::notification::testing
