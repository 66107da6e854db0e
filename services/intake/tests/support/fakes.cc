#include "support/fakes.h"

namespace motcua::intake::testing {
namespace {

class FakeSession final : public Session {
 public:
  explicit FakeSession(const StoredCatalogue& stored) : stored_(stored) {}

  absl::StatusOr<StoredCatalogue> LockCatalogue() override { return stored_; }
  absl::Status ApplyCatalogue(const CatalogueChange& change) override {
    loads.push_back(change);
    return absl::OkStatus();
  }

  std::vector<CatalogueChange> loads;

 private:
  const StoredCatalogue& stored_;
};

}  // namespace

absl::Status FakeStore::Run(const CallContext&, std::string_view,
                            const std::function<absl::Status(Session&)>& body) {
  FakeSession session(stored);
  const absl::Status status = body(session);
  if (status.ok()) {
    loads.insert(loads.end(), session.loads.begin(), session.loads.end());
  }
  return status;
}

absl::StatusOr<std::optional<Dossier>> FakeStore::FindDossier(const CallContext& call,
                                                              const std::string& dossier) {
  const std::optional<PrintedDossier> found = *FindPrinted(call, dossier);
  return found.has_value() ? std::optional(found->dossier) : std::nullopt;
}

absl::StatusOr<std::optional<PrintedDossier>> FakeStore::FindPrinted(const CallContext&,
                                                                     const std::string& dossier) {
  for (const auto& [id, printed] : dossiers) {
    if (id == dossier || printed.dossier.code == dossier || printed.dossier.lookup_key == dossier) {
      return std::optional(printed);
    }
  }
  return std::optional<PrintedDossier>();
}

absl::StatusOr<std::vector<Dossier>> FakeStore::List(const CallContext&, const ListQuery& query) {
  list_queries.push_back(query);
  return std::vector<Dossier>();
}

absl::StatusOr<std::map<std::string, PaperFacts>> FakeStore::FindPapers(
    const CallContext&, const std::vector<std::string>& paper_ids) {
  std::map<std::string, PaperFacts> found;
  for (const std::string& id : paper_ids) {
    if (const auto paper = papers.find(id); paper != papers.end()) {
      found.insert(*paper);
    }
  }
  return found;
}

}  // namespace motcua::intake::testing
