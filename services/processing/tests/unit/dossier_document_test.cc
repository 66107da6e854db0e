#include "store/dossier_document.h"

#include <gtest/gtest.h>

#include "motcua/processing/storage/v1/dossier.pb.h"

#include "motcua/base/error.h"

// A field missing from the document would be silently and permanently lost at the next command.

namespace motcua::processing {
namespace {

using namespace std::chrono_literals;

Instant At(int seconds) {
  return std::chrono::sys_days(2026y / 11 / 30) + std::chrono::seconds(seconds) +
         std::chrono::microseconds(7);
}

/// Every member differs from its default.
Dossier Whole() {
  Dossier d;
  d.id = "01934f5e-7c3a-7b21-9c11-0123456789ab";
  d.code = "H19.901-261130-0001";
  d.lookup_key = "H199012611300001";
  d.procedure_code = "1.000656";
  d.procedure_version = 3;
  d.workflow_id = "wf";
  d.workflow_version = 4;
  d.rule_set = "rules";
  d.channel = 2;
  d.receiving_agency = "H19.901";
  d.handling_agency = "H19.12";
  d.received_at = At(1);
  d.fee_after_acceptance_vnd = 150'000;
  d.intake_sequence = 5;
  d.sequence = 6;
  d.revision = 7;
  d.last_occurred_at = At(2);
  d.state = dossier::NationalState::kStopped;
  d.due_at = At(3);
  d.paused = true;
  d.calendar_version = "2026-1";
  d.end_reason = EndReason::kWithdrawn;
  d.ended_at = At(4);
  d.finished_at = At(5);
  d.handed_over_at = At(6);
  d.result_place = ResultPlace::kAtCounter;
  d.result_number = "12/GP";
  d.result_agency = "H19.13";
  d.fee_paid_vnd = 1;
  d.extension = calendar::Extension{.value = 2, .unit = calendar::LimitUnit::kCalendarDay};
  d.extensions = 1;
  d.tasks = {{.id = "01934f5e-7c3a-7b21-9c11-000000000001",
              .stage = 1,
              .step_id = "appraise",
              .step_name_vi = "Thẩm định",
              .kind = StepKind::kHandOver,
              .agency = "H19.12",
              .officer = "CB001",
              .state = TaskState::kDone,
              .opened_at = At(7),
              .due_at = At(8),
              .done_at = At(9),
              .opened_by = "01934f5e-7c3a-7b21-9c11-000000000000",
              .acted = true,
              .transferred_from = "H19.14",
              .transferred_sequence = 10,
              .done_sequence = 11}};
  d.requests = {{.id = "01934f5e-7c3a-7b21-9c11-000000000002",
                 .task_id = d.tasks[0].id,
                 .agency = "H19.12",
                 .kind = RequestKind::kPayment,
                 .opened_at = At(10),
                 .answer_due_at = At(11),
                 .sent_at = At(12),
                 .closed_at = At(13),
                 .wait_ended_at = At(14),
                 .items_vi = {"Bản vẽ", "Ảnh"},
                 .paper_ids = {"01934f5e-7c3a-7b21-9c11-000000000003"},
                 .amount_vnd = 2,
                 .payment_reference = "BL-1"}};
  d.stops = {{.from = At(15), .to = At(16)}};
  return d;
}

/// Names of the fields of a message that are not set, its parts included.
void FindUnset(const google::protobuf::Message& message, std::vector<std::string>& unset) {
  const auto* const reflection = message.GetReflection();
  const auto* const type = message.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const auto* const field = type->field(i);
    const bool set = field->is_repeated() ? reflection->FieldSize(message, field) > 0
                                          : reflection->HasField(message, field);
    if (!set) {
      unset.push_back(field->full_name());
    } else if (field->message_type() != nullptr) {
      FindUnset(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, 0)
                                     : reflection->GetMessage(message, field),
                unset);
    }
  }
}

TEST(DossierDocumentTest, EveryFieldIsWritten) {
  storage::v1::Dossier kept;
  ASSERT_TRUE(kept.ParseFromString(ToDocument(Whole())));
  std::vector<std::string> unset;
  FindUnset(kept, unset);
  EXPECT_EQ(unset, std::vector<std::string>{});
}

TEST(DossierDocumentTest, AndReadBack) {
  const Dossier wrote = Whole();
  const absl::StatusOr<Dossier> read = FromDocument(ToDocument(wrote));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->id, wrote.id);
  EXPECT_EQ(read->code, wrote.code);
  EXPECT_EQ(read->lookup_key, wrote.lookup_key);
  EXPECT_EQ(read->procedure_code, wrote.procedure_code);
  EXPECT_EQ(read->procedure_version, wrote.procedure_version);
  EXPECT_EQ(read->workflow_id, wrote.workflow_id);
  EXPECT_EQ(read->workflow_version, wrote.workflow_version);
  EXPECT_EQ(read->rule_set, wrote.rule_set);
  EXPECT_EQ(read->channel, wrote.channel);
  EXPECT_EQ(read->receiving_agency, wrote.receiving_agency);
  EXPECT_EQ(read->handling_agency, wrote.handling_agency);
  EXPECT_EQ(read->received_at, wrote.received_at);
  EXPECT_EQ(read->fee_after_acceptance_vnd, wrote.fee_after_acceptance_vnd);
  EXPECT_EQ(read->intake_sequence, wrote.intake_sequence);
  EXPECT_EQ(read->sequence, wrote.sequence);
  EXPECT_EQ(read->revision, wrote.revision);
  EXPECT_EQ(read->last_occurred_at, wrote.last_occurred_at);
  EXPECT_EQ(read->state, wrote.state);
  EXPECT_EQ(read->due_at, wrote.due_at);
  EXPECT_EQ(read->paused, wrote.paused);
  EXPECT_EQ(read->calendar_version, wrote.calendar_version);
  EXPECT_EQ(read->end_reason, wrote.end_reason);
  EXPECT_EQ(read->ended_at, wrote.ended_at);
  EXPECT_EQ(read->finished_at, wrote.finished_at);
  EXPECT_EQ(read->handed_over_at, wrote.handed_over_at);
  EXPECT_EQ(read->result_place, wrote.result_place);
  EXPECT_EQ(read->result_number, wrote.result_number);
  EXPECT_EQ(read->result_agency, wrote.result_agency);
  EXPECT_EQ(read->fee_paid_vnd, wrote.fee_paid_vnd);
  ASSERT_TRUE(read->extension.has_value());
  EXPECT_EQ(read->extension->value, wrote.extension->value);
  EXPECT_EQ(read->extension->unit, wrote.extension->unit);
  EXPECT_EQ(read->extensions, wrote.extensions);
  EXPECT_EQ(read->tasks, wrote.tasks);
  EXPECT_EQ(read->requests, wrote.requests);
  EXPECT_EQ(read->stops, wrote.stops);
}

TEST(DossierDocumentTest, NothingSetStaysNothing) {
  Dossier bare;
  bare.tasks = {Task()};
  bare.requests = {Request()};
  bare.stops = {Stop()};
  const absl::StatusOr<Dossier> read = FromDocument(ToDocument(bare));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_FALSE(read->due_at.has_value());
  EXPECT_FALSE(read->ended_at.has_value());
  EXPECT_FALSE(read->finished_at.has_value());
  EXPECT_FALSE(read->handed_over_at.has_value());
  EXPECT_FALSE(read->extension.has_value());
  EXPECT_EQ(read->tasks, bare.tasks);
  EXPECT_EQ(read->requests, bare.requests);
  EXPECT_EQ(read->stops, bare.stops);
}

TEST(DossierDocumentTest, WhatNobodyCanHaveWrittenIsRefused) {
  for (const std::string& bad : {std::string(), std::string("\xff"), std::string("{}")}) {
    EXPECT_EQ(Reason(FromDocument(bad).status()), "DATA_CORRUPT");
  }
}

}  // namespace
}  // namespace motcua::processing
