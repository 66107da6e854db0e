#include "usecase/dossier_queries.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

namespace motcua::intake {
namespace {

absl::Status Unknown() {
  return Error(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN", "no such dossier");
}

}  // namespace

absl::StatusOr<Dossier> DossierQueries::Get(const CallContext& call,
                                            const std::string& dossier) const {
  MOTCUA_ASSIGN_OR_RETURN(std::optional<Dossier> found, reader_.FindDossier(call, dossier));
  if (!found.has_value()) {
    return Unknown();
  }
  return *std::move(found);
}

absl::StatusOr<Receipt> DossierQueries::PrintReceipt(const CallContext& call,
                                                     const std::string& dossier,
                                                     const Actor& actor) const {
  MOTCUA_ASSIGN_OR_RETURN(const std::optional<PrintedDossier> found,
                          reader_.FindPrinted(call, dossier));
  if (!found.has_value()) {
    return Unknown();
  }
  Receipt receipt;
  if (found->receipt.has_value()) {
    receipt = *found->receipt;
  } else {
    MOTCUA_ASSIGN_OR_RETURN(const std::shared_ptr<const Rules> rules, reader_.CurrentRules(call));
    receipt = AcknowledgeFiling(*rules, found->dossier);
    PutCode(receipt, found->dossier.code, lookup_url_);
  }
  if (CheckCounter(found->dossier, actor).ok()) {
    receipt.lookup_secret = found->lookup_secret;
  }
  return receipt;
}

absl::StatusOr<std::vector<PaperFacts>> DossierQueries::DescribePapers(
    const CallContext& call, const std::vector<std::string>& paper_ids) const {
  MOTCUA_RETURN_IF_ERROR(CheckPaperIds(paper_ids, "paper_ids"));
  MOTCUA_ASSIGN_OR_RETURN(const auto found, reader_.FindPapers(call, paper_ids));
  std::vector<PaperFacts> papers;
  for (std::size_t i = 0; i < paper_ids.size(); ++i) {
    const auto paper = found.find(paper_ids[i]);
    if (paper == found.end()) {
      return PaperUnknown("paper_ids", i);
    }
    papers.push_back(paper->second);
  }
  return papers;
}

absl::StatusOr<std::vector<Dossier>> DossierQueries::List(const CallContext& call,
                                                          const ListQuery& query) const {
  if (query.state.has_value() && *query.state != NationalState::kFiled &&
      *query.state != NationalState::kSupplementRequested &&
      *query.state != NationalState::kPaymentRequested) {
    return FieldError("state", "STATE_NOT_OPEN", "the state must be 1, 5 or 6");
  }
  MOTCUA_ASSIGN_OR_RETURN(const std::shared_ptr<const Rules> rules, reader_.CurrentRules(call));
  const Agency* agency = rules->FindAgency(query.receiving_agency);
  if (agency == nullptr) {
    return FieldError("receiving_agency", "AGENCY_UNKNOWN", "no such agency");
  }
  ListQuery present = query;
  present.receiving_agency = agency->code;
  return reader_.List(call, present);
}

}  // namespace motcua::intake
