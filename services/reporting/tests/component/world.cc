#include "component/world.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "motcua/intake/events/v1/catalogue_events.pb.h"
#include "motcua/intake/events/v1/dossier_events.pb.h"
#include "motcua/processing/events/v1/dossier_events.pb.h"
#include "motcua/type/v1/dossier.pb.h"

#include "motcua/base/check.h"
#include "motcua/base/status_macros.h"
#include "motcua/base/uuid.h"
#include "motcua/rpc/client.h"
#include "motcua/testing/eventually.h"
#include "motcua/wire/time.h"

#include "command/operator_commands.h"

namespace motcua::reporting::testing {
namespace {

using namespace std::chrono_literals;

constexpr std::array<const char*, 3> kConsumers = {
    "reporting.intake-dossiers", "reporting.processing-dossiers", "reporting.petitions"};
constexpr std::array<const char*, 3> kStreams = {"dossier", "dossier", "petition"};

RandomIdGenerator& Ids() {
  static RandomIdGenerator ids;
  return ids;
}

std::string CodeOf(const std::string& dossier_id) {
  return "H99-" + dossier_id.substr(24);
}

outbox::Event ToEvent(const History& history, const Happening& happening, const std::string& type,
                      std::int64_t sequence, std::int64_t builds_on) {
  type::v1::DossierEventHead head;
  type::v1::DossierFacts& facts = *head.mutable_facts();
  facts.set_dossier_id(history.dossier_id);
  facts.set_code(CodeOf(history.dossier_id));
  facts.set_epoch(1);
  facts.set_sequence(sequence);
  facts.set_intake_sequence(builds_on);
  *facts.mutable_occurred_at() = wire::ToProto(happening.occurred_at);
  facts.set_state(static_cast<type::v1::DossierState>(dossier::WireNumber(happening.state)));
  facts.set_channel(static_cast<type::v1::Channel>(happening.channel));
  facts.set_procedure_code(happening.procedure);
  facts.set_procedure_version(happening.procedure_version);
  facts.set_handling_agency(happening.agency);
  facts.set_current_agency(happening.agency);
  facts.set_step_name_vi("Thẩm định");
  wire::SetTime(happening.received_at, facts, &type::v1::DossierFacts::mutable_received_at);
  wire::SetTime(happening.due_at, facts, &type::v1::DossierFacts::mutable_due_at);
  return {.event_id = Ids().NewId(),
          .stream = "dossier",
          .key = history.dossier_id,
          .type = type,
          .epoch = 1,
          .sequence = sequence,
          .builds_on = builds_on,
          .occurred_at = happening.occurred_at,
          .payload = head.SerializeAsString()};
}

/// The event of a dossier that paid, with its head only.
outbox::Event ToEvent(const Payment& payment, const std::string& type, std::int64_t sequence,
                      std::int64_t builds_on) {
  const Happening happening{
      .state = builds_on == 0 ? dossier::NationalState::kFiled : dossier::NationalState::kInProcess,
      .occurred_at = payment.confirmed_at,
      .channel = 1,
      .agency = payment.agency,
      .procedure = "1.001",
      .procedure_version = 1};
  return ToEvent({.dossier_id = payment.dossier_id}, happening, type, sequence, builds_on);
}

/// The same with the rest of a PaymentConfirmed.
template <typename Message>
outbox::Event ToConfirmation(const Payment& payment, std::int64_t sequence,
                             std::int64_t builds_on) {
  outbox::Event event = ToEvent(payment, Message::descriptor()->full_name(), sequence, builds_on);
  Message message;
  MOTCUA_CHECK(message.ParseFromString(event.payload));
  message.set_amount_vnd(payment.amount_vnd);
  message.set_payment_reference(payment.reference);
  if constexpr (requires { message.set_request_id(""); }) {
    message.set_request_id(payment.debt == DebtAfterAcceptance("") ? "" : payment.debt);
  }
  event.payload = message.SerializeAsString();
  return event;
}

std::unique_ptr<db::Pool> MakePool(const std::string& dsn) {
  return db::Pool::Create({.connection = {.dsn = dsn}, .size = 12}).value();
}

}  // namespace

std::vector<outbox::Event> IntakeEvents(const History& history) {
  std::vector<outbox::Event> events;
  for (std::size_t i = 0; i < history.intake_events; ++i) {
    const Happening& happening = history.happenings[i];
    events.push_back(ToEvent(history, happening,
                             happening.received_at.has_value()
                                 ? "motcua.intake.events.v1.DossierAccepted"
                                 : "motcua.intake.events.v1.DossierFiled",
                             static_cast<std::int64_t>(i) + 1, 0));
  }
  return events;
}

std::vector<outbox::Event> ProcessingEvents(const History& history) {
  std::vector<outbox::Event> events;
  for (std::size_t i = history.intake_events; i < history.happenings.size(); ++i) {
    events.push_back(ToEvent(history, history.happenings[i],
                             "motcua.processing.events.v1.DossierForwarded",
                             static_cast<std::int64_t>(events.size()) + 1,
                             static_cast<std::int64_t>(history.intake_events)));
  }
  return events;
}

World::World()
    : database_(motcua::testing::MigratedDatabase("reporting")),
      pool_(MakePool(database_.dsn())),
      clock_(calendar::ToInstant(calendar::LocalTime(WholeSpan().to)) + 12h),
      owners_{Owner("intake"), Owner("processing"), Owner("feedback")},
      generations_(*pool_),
      reports_(*pool_) {
  for (std::size_t source = 0; source < inboxes_.size(); ++source) {
    for (std::size_t slot = 0; slot < 2; ++slot) {
      inbox::EventHandler& handler =
          source == 2 ? static_cast<inbox::EventHandler&>(petitions_[slot]) : dossiers_[slot];
      inboxes_[source][slot] = inbox::Inbox::Create(
          *pool_, handler,
          {.consumer = std::string(kConsumers[source]) + (slot == 0 ? ".a" : ".b"),
           .source = owners_[source].service(),
           .pull = operations::MakePullHistory(rpc::MakeChannel({owners_[source].address()}),
                                               "reporting"),
           .builds_on = source == 1 ? inboxes_[0][slot].get() : nullptr});
    }
    feeds_.push_back(std::make_unique<GenerationFeed>(
        generations_, SlotInboxes{inboxes_[source][0].get(), inboxes_[source][1].get()}));
  }
  LoadCatalogue();
}

void World::TakeFact(const google::protobuf::Message& message, int epoch, std::int64_t sequence) {
  catalogue::FactHandler handler = MakeCatalogueHandler();
  const auto inbox = inbox::Inbox::Create(
      *pool_, handler, {.consumer = "reporting.catalogue", .source = "intake", .ordered = false});
  const outbox::Event event{.event_id = Ids().NewId(),
                            .stream = "catalogue",
                            .key = "a fact",
                            .type = message.GetDescriptor()->full_name(),
                            .epoch = epoch,
                            .sequence = sequence,
                            .occurred_at = clock_.Now(),
                            .payload = message.SerializeAsString()};
  MOTCUA_CHECK(inbox->Take({}, event).value() == inbox::Taken::kApplied);
}

void World::LoadCatalogue() {
  for (int i = 0; i <= kAgencies; ++i) {  // one more than has dossiers
    intake::events::v1::AgencyPublished agency;
    agency.mutable_agency()->set_code(AgencyName(i));
    agency.mutable_agency()->set_name_vi("Cơ quan " + std::to_string(i + 1));
    TakeFact(agency);
  }
  for (int code = 1; code <= 3; ++code) {
    for (int version = 1; version <= 2; ++version) {
      intake::events::v1::ProcedurePublished message;
      catalogue::v1::Procedure& procedure = *message.mutable_procedure();
      procedure.set_code("1.00" + std::to_string(code));
      procedure.set_version(version);
      procedure.set_valid_from(version == 1 ? "2024-01-01" : "2025-03-01");
      procedure.set_valid_to(version == 1 ? "2025-02-28" : "");
      procedure.set_name_vi("Thủ tục " + std::to_string(code));
      // The third one moves to another field with its second version.
      procedure.set_field_vi(code == 3 && version == 2 ? "Đất đai" : "Hộ tịch");
      procedure.add_parts()->set_name_vi("Tờ khai");
      procedure.add_limits();
      procedure.add_handling_agencies(AgencyName(0));
      procedure.add_legal_basis("Luật Hộ tịch");
      if (code != 1) {
        procedure.add_fees();
      }
      TakeFact(message);
    }
  }
}

std::vector<Delivery> World::Publish(const std::vector<History>& histories) {
  std::array<std::vector<outbox::Event>, 2> all;
  for (const History& history : histories) {
    for (outbox::Event& event : IntakeEvents(history)) {
      all[0].push_back(std::move(event));
    }
    for (outbox::Event& event : ProcessingEvents(history)) {
      all[1].push_back(std::move(event));
    }
  }
  std::vector<Delivery> deliveries;
  for (std::size_t source = 0; source < all.size(); ++source) {
    owners_[source].Write(all[source]);
    for (const outbox::Event& event : all[source]) {
      deliveries.push_back({source, outbox::ToMessage(owners_[source].service(), event)});
    }
  }
  return deliveries;
}

Delivery World::PublishPetition(const outbox::Event& event) {
  owners_[2].Write({event});
  return {2, outbox::ToMessage("feedback", event)};
}

Payment World::MakePayment(const std::string& reference, std::int64_t amount_vnd, Instant at,
                           const std::string& agency, const std::string& debt) {
  const std::string id = Ids().NewId();
  return {.dossier_id = id,
          .debt = debt,
          .code = CodeOf(id),
          .agency = agency,
          .amount_vnd = amount_vnd,
          .reference = reference,
          .confirmed_at = at};
}

std::vector<Delivery> World::PublishPayment(const Payment& payment) {
  std::vector<Delivery> deliveries;
  const auto publish = [&](std::size_t source, const outbox::Event& event) {
    owners_[source].Write({event});
    deliveries.push_back({source, outbox::ToMessage(owners_[source].service(), event)});
  };
  const bool before = payment.debt == DebtBeforeAcceptance();
  const auto [paid, is_new] = paid_.emplace(payment.dossier_id, 0);
  if (before) {
    publish(0, ToConfirmation<intake::events::v1::PaymentConfirmed>(payment, 1, 0));
    return deliveries;
  }
  if (is_new) {
    publish(0, ToEvent(payment, "motcua.intake.events.v1.DossierFiled", 1, 0));
  }
  publish(1, ToConfirmation<processing::events::v1::PaymentConfirmed>(payment, ++paid->second, 1));
  return deliveries;
}

absl::Status World::Take(const Delivery& delivery) {
  CallContext call;
  call.deadline = std::chrono::steady_clock::now() + 30s;
  return feeds_[delivery.source]->Take(call, {delivery.message}).front();
}

bool World::TakeBatch(const std::vector<Delivery>& deliveries) {
  CallContext call;
  call.deadline = std::chrono::steady_clock::now() + 30s;
  bool all = true;
  for (std::size_t source = 0; source < feeds_.size(); ++source) {
    std::vector<kafka::Message> messages;
    for (const Delivery& delivery : deliveries) {
      if (delivery.source == source) {
        messages.push_back(delivery.message);
      }
    }
    if (!messages.empty()) {
      for (const absl::Status& status : feeds_[source]->Take(call, messages)) {
        all = all && status.ok();
      }
    }
  }
  return all;
}

void World::TakeAll(const std::vector<Delivery>& deliveries, int threads) {
  // In batches like those of polls: a few at once, sometimes one alone.
  std::vector<std::vector<Delivery>> batches;
  for (std::size_t first = 0; first < deliveries.size();) {
    const std::size_t size = std::min(deliveries.size() - first, 1 + first % 40);
    const auto begin = deliveries.begin() + static_cast<std::ptrdiff_t>(first);
    batches.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(size));
    first += size;
  }
  std::atomic<std::size_t> next = 0;
  std::vector<std::jthread> takers;
  for (int i = 0; i < threads; ++i) {
    takers.emplace_back([&] {
      for (std::size_t at = next++; at < batches.size(); at = next++) {
        EXPECT_TRUE(motcua::testing::Eventually([&] { return TakeBatch(batches[at]); }, 30s));
      }
    });
  }
}

void World::Settle() {
  EXPECT_TRUE(motcua::testing::Eventually(
      [&] {
        for (const auto& source : inboxes_) {
          for (const auto& inbox : source) {
            inbox->DrainParked({}, 1000).status().IgnoreError();
          }
        }
        return Number("SELECT count(*) FROM parked_events") == 0;
      },
      60s));
}

absl::StatusOr<std::int64_t> World::StartRebuild() {
  const Actor officer = {.kind = ActorKind::kOfficer, .id = "CB001", .agency = AgencyName(0)};
  std::int64_t generation = 0;
  MOTCUA_RETURN_IF_ERROR(
      pool_->Run({}, "StartRebuild", [&](db::Transaction& transaction) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const Generation building,
                                reporting::StartRebuild(transaction, {}, officer, clock_.Now()));
        generation = building.id;
        return absl::OkStatus();
      }));
  return generation;
}

std::unique_ptr<Rebuilder> World::MakeRebuilder(int page_size) {
  std::vector<RebuildSource> sources;
  for (std::size_t source = 0; source < inboxes_.size(); ++source) {
    sources.push_back({.name = owners_[source].service(),
                       .stream = kStreams[source],
                       .scan = operations::MakeScanHistory(
                           rpc::MakeChannel({owners_[source].address()}), "reporting", page_size),
                       .inboxes = {inboxes_[source][0].get(), inboxes_[source][1].get()}});
  }
  return std::make_unique<Rebuilder>(generations_, clock_, std::move(sources), registry_);
}

absl::StatusOr<bool> World::Round(Rebuilder& rebuilder, std::chrono::milliseconds limit) {
  MOTCUA_ASSIGN_OR_RETURN(const bool has_work, rebuilder.HasWork());
  if (!has_work) {
    return false;
  }
  MOTCUA_ASSIGN_OR_RETURN(const auto lock,
                          db::ShardLock::TryAcquire({.dsn = database_.dsn()}, "rebuild", 0));
  MOTCUA_CHECK(lock != nullptr);
  operations::SetAside set_aside(clock_, nullptr);
  program::HeldShard held(*lock, set_aside, 0, {}, std::chrono::steady_clock::now() + limit);
  return rebuilder.Round(held);
}

void World::ReadSomePages(Rebuilder& rebuilder) {
  EXPECT_TRUE(motcua::testing::Eventually(
      [&] {
        const absl::StatusOr<bool> round = Round(rebuilder, 20ms);
        EXPECT_TRUE(round.ok()) << round.status();
        return Number("SELECT count(*) FROM rebuild_places WHERE NOT finished") > 0;
      },
      60s));
}

void World::FinishRebuild(Rebuilder& rebuilder) {
  EXPECT_TRUE(motcua::testing::Eventually(
      [&] {
        const absl::StatusOr<bool> round = Round(rebuilder);
        EXPECT_TRUE(round.ok()) << round.status();
        return generations_.List({}).value().size() == 1;
      },
      120s));
}

absl::StatusOr<Form06a> World::Form(const Period& period, Grouping grouping,
                                    const std::string& agency) {
  return report_.Execute({}, {.period = {.from = calendar::FormatDate(period.from),
                                         .to = calendar::FormatDate(period.to)},
                              .grouping = grouping,
                              .agency = agency});
}

std::int64_t World::Number(const std::string& sql) {
  const auto connection = pool_->Acquire({});
  const auto result = (*connection)->Execute({{"", sql.c_str()}, {}});
  MOTCUA_CHECK(result.ok());
  return result->OnlyInt();
}

void ExpectEqual(const Form06a& form, const std::map<std::string, Form06aRow>& expected) {
  std::map<std::string, Form06aRow> rows;
  for (Form06aRow row : form.rows) {
    EXPECT_NE(row.name_vi, "");
    EXPECT_TRUE(IdentitiesHold(row));
    row.name_vi.clear();
    rows[row.code] = row;
  }
  EXPECT_EQ(rows, expected) << calendar::FormatDate(form.period.from) << " to "
                            << calendar::FormatDate(form.period.to);
  EXPECT_TRUE(IdentitiesHold(form.total));
}

}  // namespace motcua::reporting::testing
