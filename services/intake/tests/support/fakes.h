#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "usecase/ports.h"

namespace motcua::intake::testing {

/// An in-memory database for the use cases.
class FakeStore final : public Reader {
 public:
  explicit FakeStore(std::shared_ptr<const Rules> current) : rules(std::move(current)) {}

  absl::StatusOr<std::shared_ptr<const Rules>> CurrentRules(const CallContext&) override {
    return rules;
  }
  absl::StatusOr<std::optional<Dossier>> FindDossier(const CallContext&,
                                                     const std::string& dossier) override;
  absl::StatusOr<std::optional<PrintedDossier>> FindPrinted(const CallContext&,
                                                            const std::string& dossier) override;
  absl::StatusOr<std::vector<Dossier>> List(const CallContext&, const ListQuery& query) override;
  absl::StatusOr<std::map<std::string, PaperFacts>> FindPapers(
      const CallContext&, const std::vector<std::string>& paper_ids) override;

  std::shared_ptr<const Rules> rules;
  /// By id.
  std::map<std::string, PrintedDossier> dossiers;
  std::map<std::string, PaperFacts> papers;
  std::vector<ListQuery> list_queries;
};

}  // namespace motcua::intake::testing
