#include "support/fakes.h"

#include <algorithm>
#include <cstdio>

namespace motcua::intake::testing {
namespace {

std::tuple<std::string, std::string, std::string> Scope(const CommandKey& key) {
  return {key.caller, key.method, key.key};
}

}  // namespace

class FakeStore::FakeSession final : public Session {
 public:
  explicit FakeSession(FakeStore& store) : store_(store) {}

  absl::StatusOr<Opening> Open(const OpeningRequest& request) override {
    return store_.Read(request);
  }
  void Record(const Change& change) override { changes_.push_back(change); }
  void Remember(const CommandKey& key, const std::string& answer) override {
    key_ = key;
    answer_ = answer;
  }
  void InsertPaper(const Paper& paper) override { papers_.push_back(paper); }
  absl::StatusOr<StoredCatalogue> LockCatalogue() override { return store_.stored; }
  absl::Status ApplyCatalogue(const CatalogueChange& change) override {
    loads_.push_back(change);
    return absl::OkStatus();
  }

  // False: the key was taken meanwhile.
  bool Commit() {
    if (key_.has_value()) {
      if (store_.race_.has_value()) {
        store_.answers[Scope(*key_)] = *std::exchange(store_.race_, std::nullopt);
        return false;
      }
      store_.answers[Scope(*key_)] = {.request_hash = key_->request_hash, .bytes = answer_};
    }
    for (const Change& change : changes_) {
      store_.dossiers[change.dossier.id] = change.dossier;
      store_.changes.push_back(change);
    }
    for (const Paper& paper : papers_) {
      store_.papers[paper.id] = paper;
    }
    store_.loads.insert(store_.loads.end(), loads_.begin(), loads_.end());
    return true;
  }

 private:
  FakeStore& store_;
  std::vector<Change> changes_;
  std::vector<Paper> papers_;
  std::vector<CatalogueChange> loads_;
  std::optional<CommandKey> key_;
  std::string answer_;
};

absl::Status FakeStore::Run(const CallContext&, std::string_view,
                            const std::function<absl::Status(Session&)>& body) {
  for (;;) {
    FakeSession session(*this);
    const absl::Status status = body(session);
    if (!status.ok() || session.Commit()) {
      return status;
    }
  }
}

Opening FakeStore::Read(const OpeningRequest& request) {
  Opening opening{.rules = rules_};
  if (request.key.has_value()) {
    const auto found = answers.find(Scope(*request.key));
    if (found != answers.end()) {
      opening.answer = found->second;
    }
  }
  opening.dossier = *FindDossier({}, request.dossier);
  for (const std::string& paper : request.papers) {
    if (!papers.contains(paper) && !known_papers.contains(paper)) {
      opening.missing_papers.push_back(paper);
    }
  }
  return opening;
}

absl::StatusOr<Opening> FakeStore::Look(const CallContext&, const OpeningRequest& request) {
  return Read(request);
}

absl::StatusOr<std::optional<Dossier>> FakeStore::FindDossier(const CallContext&,
                                                              const std::string& dossier) {
  const auto found = std::find_if(dossiers.begin(), dossiers.end(), [&](const auto& entry) {
    return entry.first == dossier || entry.second.code == dossier ||
           entry.second.lookup_key == dossier;
  });
  return found == dossiers.end() ? std::nullopt : std::optional(found->second);
}

absl::StatusOr<std::optional<PrintedDossier>> FakeStore::FindPrinted(const CallContext& call,
                                                                     const std::string& dossier) {
  const std::optional<Dossier> found = *FindDossier(call, dossier);
  if (!found.has_value()) {
    return std::optional<PrintedDossier>();
  }
  PrintedDossier printed{.dossier = *found};
  for (const Change& change : changes) {
    if (change.dossier.id != found->id) {
      continue;
    }
    printed.lookup_secret += change.lookup_secret;
    printed.receipt = change.receipt;
  }
  return std::optional(printed);
}

absl::StatusOr<std::vector<Dossier>> FakeStore::List(const CallContext&, const ListQuery& query) {
  list_queries.push_back(query);
  return std::vector<Dossier>();
}

absl::StatusOr<std::vector<std::string>> FakeStore::DueAlerts(const CallContext&, int, Instant now,
                                                              int limit) {
  std::vector<std::string> due;
  for (const auto& [id, dossier] : dossiers) {
    if (dossier.next_alert_at.has_value() && *dossier.next_alert_at <= now &&
        static_cast<int>(due.size()) < limit) {
      due.push_back(id);
    }
  }
  return due;
}

absl::StatusOr<std::uint64_t> FakeStore::Next(const CallContext&, const std::string& agency,
                                              const std::string& day) {
  return ++serials[{agency, day}];
}

std::string CountingIds::NewId() {
  char id[37];
  std::snprintf(id, sizeof(id), "019a0000-0000-7000-8000-%012d", ++ids_);
  return id;
}

std::string CountingIds::NewSecret(int characters) {
  std::string secret = std::to_string(++secrets_);
  secret.insert(0, static_cast<std::size_t>(characters) - secret.size(), 'S');
  return secret;
}

}  // namespace motcua::intake::testing
