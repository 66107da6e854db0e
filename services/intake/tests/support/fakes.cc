#include "support/fakes.h"

namespace motcua::intake::testing {

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
