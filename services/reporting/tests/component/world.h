#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "motcua/base/clock.h"
#include "motcua/db/pool.h"
#include "motcua/testing/temp_database.h"

#include "app/rebuilder.h"
#include "component/owner.h"
#include "messaging/catalogue_handler.h"
#include "messaging/dossier_handler.h"
#include "messaging/generation_feed.h"
#include "messaging/petition_handler.h"
#include "store/pg_generations.h"
#include "store/pg_reports.h"
#include "support/histories.h"
#include "usecase/form06a_report.h"

namespace motcua::reporting::testing {

/// The events of made-up dossiers, as their owners publish them.
std::vector<outbox::Event> IntakeEvents(const History& history);
std::vector<outbox::Event> ProcessingEvents(const History& history);

/// A message, and the source it belongs to.
struct Delivery {
  std::size_t source = 0;  // 0 intake, 1 processing, 2 feedback
  kafka::Message message;
};

/// Reporting's parts on a separate database, with three owners beside it. Messages are passed in
/// instead of coming from Kafka.
class World {
 public:
  World();

  /// Writes the histories at their owners; returns every message once.
  std::vector<Delivery> Publish(const std::vector<History>& histories);
  Delivery PublishPetition(const outbox::Event& event);
  /// Of a new dossier: its fee before acceptance, or another debt.
  Payment MakePayment(const std::string& reference, std::int64_t amount_vnd, Instant at,
                      const std::string& agency = AgencyName(0),
                      const std::string& debt = DebtBeforeAcceptance());
  /// Its confirmation, the last of the deliveries, and what it builds on. Of a dossier with several
  /// debts the one before acceptance comes first.
  std::vector<Delivery> PublishPayment(const Payment& payment);
  /// An event of intake's catalogue.
  void TakeFact(const google::protobuf::Message& message, int epoch = 1, std::int64_t sequence = 1);
  /// By one of the replicas: all use the same tables.
  absl::Status Take(const Delivery& delivery);
  /// Takes the messages of each source together; false if one of them must be delivered again.
  bool TakeBatch(const std::vector<Delivery>& deliveries);
  /// From `threads` threads, each message again and again until it is taken.
  void TakeAll(const std::vector<Delivery>& deliveries, int threads);
  /// Until nothing is parked.
  void Settle();
  /// As an officer's command; the number of the new generation.
  absl::StatusOr<std::int64_t> StartRebuild();
  std::unique_ptr<Rebuilder> MakeRebuilder(int page_size = 50);
  /// One round as program::ShardWorker runs it.
  absl::StatusOr<bool> Round(Rebuilder& rebuilder,
                             std::chrono::milliseconds limit = std::chrono::seconds(2));
  /// Rounds until a history has been read in part.
  void ReadSomePages(Rebuilder& rebuilder);
  /// Rounds of a rebuilder until no generation is being built or taken down.
  void FinishRebuild(Rebuilder& rebuilder);

  absl::StatusOr<Form06a> Form(const Period& period, Grouping grouping = Grouping::kAgency,
                               const std::string& agency = "");
  std::int64_t Number(const std::string& sql);

  db::Pool& pool() { return *pool_; }
  const std::string& dsn() const { return database_.dsn(); }
  PgGenerations& generations() { return generations_; }
  PgReports& reports() { return reports_; }
  SettableClock& clock() { return clock_; }
  inbox::Inbox& inbox(std::size_t source, std::size_t slot) { return *inboxes_[source][slot]; }
  std::array<Owner, 3>& owners() { return owners_; }

 private:
  void LoadCatalogue();

  const motcua::testing::TempDatabase database_;
  const std::unique_ptr<db::Pool> pool_;
  SettableClock clock_;
  std::array<Owner, 3> owners_;
  PgGenerations generations_;
  PgReports reports_;
  std::array<DossierHandler, 2> dossiers_ = {DossierHandler(0), DossierHandler(1)};
  std::array<PetitionHandler, 2> petitions_ = {PetitionHandler(0), PetitionHandler(1)};
  std::array<std::array<std::unique_ptr<inbox::Inbox>, 2>, 3> inboxes_;
  std::vector<std::unique_ptr<GenerationFeed>> feeds_;
  metrics::Registry registry_;
  /// Confirmations in processing so far, of dossiers that intake has published.
  std::map<std::string, std::int64_t> paid_;
  Form06aReport report_{reports_, clock_};
};

/// The rows of a form equal those of a recount, agency by agency; reports differences.
void ExpectEqual(const Form06a& form, const std::map<std::string, Form06aRow>& expected);

}  // namespace motcua::reporting::testing
