#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "motcua/base/uuid.h"

#include "usecase/command.h"
#include "usecase/ports.h"

namespace motcua::intake::testing {

/// The database as the use cases see it, in memory: writes of a body are applied only when it
/// returns OK.
class FakeStore final : public UnitOfWork, public Reader, public SerialIssuer {
 public:
  explicit FakeStore(std::shared_ptr<const Rules> rules) : rules_(std::move(rules)) {}

  absl::Status Run(const CallContext& call, std::string_view name,
                   const std::function<absl::Status(Session&)>& body) override;
  absl::StatusOr<Opening> Look(const CallContext& call, const OpeningRequest& request) override;
  absl::StatusOr<std::shared_ptr<const Rules>> CurrentRules(const CallContext&) override {
    return rules_;
  }
  absl::StatusOr<std::optional<Dossier>> FindDossier(const CallContext&,
                                                     const std::string& dossier) override;
  absl::StatusOr<std::optional<PrintedDossier>> FindPrinted(const CallContext&,
                                                            const std::string& dossier) override;
  absl::StatusOr<std::vector<Dossier>> List(const CallContext&, const ListQuery& query) override;
  absl::StatusOr<std::vector<std::string>> DueAlerts(const CallContext&, int shard, Instant now,
                                                     int limit) override;
  absl::StatusOr<std::uint64_t> Next(const CallContext&, const std::string& agency,
                                     const std::string& day) override;

  void SetRules(std::shared_ptr<const Rules> rules) { rules_ = std::move(rules); }
  /// Before the next transaction begins, its key gets this answer: another call was quicker, and
  /// the transaction is started again as db::Pool does.
  void LoseNextRaceTo(const RecordedAnswer& winner) { race_ = winner; }

  std::map<std::string, Dossier> dossiers;
  std::vector<Change> changes;
  std::map<std::tuple<std::string, std::string, std::string>, RecordedAnswer> answers;
  std::map<std::string, Paper> papers;
  std::map<std::pair<std::string, std::string>, std::uint64_t> serials;
  std::vector<ListQuery> list_queries;
  StoredCatalogue stored;
  std::vector<CatalogueChange> loads;
  /// The papers that exist besides uploaded ones.
  std::set<std::string> known_papers;

 private:
  class FakeSession;
  Opening Read(const OpeningRequest& request);

  std::shared_ptr<const Rules> rules_;
  std::optional<RecordedAnswer> race_;
};

/// Ids 019a...-000000000001, -2 and so on; secrets SECRET01, SECRET02.
class CountingIds final : public IdGenerator {
 public:
  std::string NewId() override;
  std::string NewSecret(int characters) override;

 private:
  int ids_ = 100;
  int secrets_ = 0;
};

}  // namespace motcua::intake::testing
