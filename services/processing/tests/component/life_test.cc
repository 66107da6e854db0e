#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/wire/time.h"

#include "component/province.h"

namespace motcua::processing::testing {
namespace {

using Stub = v1::ProcessingService::Stub;

std::vector<std::string> EventNames(const v1::GetTimelineResponse& timeline) {
  std::vector<std::string> names;
  for (const v1::TimelineEntry& entry : timeline.entries()) {
    names.push_back(entry.event_type().substr(entry.event_type().rfind('.') + 1));
  }
  return names;
}

// Two replicas; commands alternate between them.
TEST(LifeTest, FromAcceptanceToHandOverWithSupplementAndPaymentAtOnce) {
  Province province(2);
  int turn = 0;
  v1::Dossier dossier = province.Accepted();
  EXPECT_EQ(wire::ToInstant(dossier.due_at()), At("2025-03-19T09:15"));
  const auto act = [&](auto method, auto request) {
    dossier = Must(province.replica(++turn).Do(method, request)).dossier();
  };

  province.SetClock("2025-03-12T09:30");
  act(&Stub::ForwardDossier, On<v1::ForwardDossierRequest>(dossier, kCounter));
  EXPECT_EQ(dossier.state(), type::v1::DOSSIER_STATE_IN_PROCESS);

  province.SetClock("2025-03-12T10:00");
  auto papers = On<v1::RequestSupplementRequest>(dossier, kOffice, "Thiếu bản vẽ");
  papers.add_items_vi("Bản vẽ");
  act(&Stub::RequestSupplement, papers);
  EXPECT_EQ(dossier.state(), type::v1::DOSSIER_STATE_SUPPLEMENT_REQUESTED);
  EXPECT_TRUE(dossier.paused());

  province.SetClock("2025-03-12T10:30");
  auto money = On<v1::RequestPaymentRequest>(dossier, kPartner);
  money.set_amount_vnd(20000);
  act(&Stub::RequestPayment, money);
  // The supplement takes precedence over the payment.
  EXPECT_EQ(dossier.state(), type::v1::DOSSIER_STATE_SUPPLEMENT_REQUESTED);

  province.SetClock("2025-03-13T10:00");
  auto drawing = ByCitizen<v1::SendSupplementRequest>(dossier);
  drawing.add_paper_ids(province.intake().UploadPaper());
  act(&Stub::SendSupplement, drawing);
  EXPECT_THAT(dossier.requests(0).paper_ids(), ::testing::ElementsAre(drawing.paper_ids(0)));
  province.SetClock("2025-03-13T11:00");
  act(&Stub::ConfirmSupplement, On<v1::ConfirmSupplementRequest>(dossier, kCounter));
  EXPECT_EQ(dossier.state(), type::v1::DOSSIER_STATE_PAYMENT_REQUESTED);

  province.SetClock("2025-03-14T10:30");
  auto paid = On<v1::ConfirmPaymentRequest>(dossier, kCounter);
  paid.set_amount_vnd(20000);
  paid.set_payment_reference("BL-1");
  act(&Stub::ConfirmPayment, paid);
  EXPECT_EQ(dossier.state(), type::v1::DOSSIER_STATE_IN_PROCESS);
  EXPECT_FALSE(dossier.paused());
  // Waited from Wednesday 10:00 to Friday 10:30, the overlap counted once.
  EXPECT_EQ(wire::ToInstant(dossier.due_at()), At("2025-03-21T09:45"));

  act(&Stub::ForwardDossier, On<v1::ForwardDossierRequest>(dossier, kPartner));
  act(&Stub::ForwardDossier, On<v1::ForwardDossierRequest>(dossier, kOffice));
  auto finish = On<v1::FinishDossierRequest>(dossier, kOffice);
  finish.set_result_number("12/GP");
  act(&Stub::FinishDossier, finish);
  EXPECT_EQ(dossier.state(), type::v1::DOSSIER_STATE_FINISHED);
  act(&Stub::TransferResult, On<v1::TransferResultRequest>(dossier, kOffice));
  act(&Stub::ConfirmResult, On<v1::ConfirmResultRequest>(dossier, kCounter));
  auto hand_over = On<v1::HandOverResultRequest>(dossier, kCounter);
  hand_over.set_way(v1::HAND_OVER_WAY_DIRECT);
  hand_over.set_proof("Sổ 1/7");
  act(&Stub::HandOverResult, hand_over);
  EXPECT_EQ(dossier.state(), type::v1::DOSSIER_STATE_HANDED_OVER);
  EXPECT_EQ(dossier.result_place(), v1::RESULT_PLACE_HANDED_OVER);

  v1::GetStatusRequest look;
  look.set_dossier_id(dossier.dossier_id());
  const type::v1::PublicStatus status =
      Must(province.replica(++turn).Do(&Stub::GetStatus, look)).status();
  EXPECT_EQ(status.state(), type::v1::DOSSIER_STATE_HANDED_OVER);
  EXPECT_EQ(status.completion_percent(), 100);
  EXPECT_EQ(status.version().intake(), 1);
  EXPECT_EQ(status.version().processing(), 12);

  const v1::GetTimelineResponse timeline = province.Timeline(dossier);
  EXPECT_THAT(EventNames(timeline),
              ::testing::ElementsAre("DossierForwarded", "SupplementRequested", "PaymentRequested",
                                     "SupplementSent", "SupplementConfirmed", "PaymentConfirmed",
                                     "DossierForwarded", "DossierForwarded", "DossierFinished",
                                     "ResultTransferred", "ResultConfirmed", "ResultHandedOver"));
  for (int i = 0; i < timeline.entries_size(); ++i) {
    EXPECT_EQ(timeline.entries(i).facts().sequence(), i + 1);
    EXPECT_EQ(timeline.entries(i).facts().revision(), i + 2);
    EXPECT_EQ(timeline.entries(i).facts().intake_sequence(), 1);
    if (i > 0) {
      EXPECT_EQ(timeline.entries(i).facts().previous_state(),
                timeline.entries(i - 1).facts().state());
    }
  }

  const v1::ExplainDueDateResponse why = province.Explain(dossier);
  EXPECT_EQ(wire::ToInstant(why.due_at()), At("2025-03-21T09:45"));
  EXPECT_FALSE(why.explanation().empty());
  ASSERT_EQ(why.ledger_size(), 3);
  EXPECT_EQ(why.ledger(0).cause(), "ACCEPTED");
  EXPECT_FALSE(why.ledger(0).has_due_before());
  EXPECT_EQ(wire::ToInstant(why.ledger(0).due_after()), At("2025-03-19T09:15"));
  EXPECT_EQ(why.ledger(0).legal_ground(), "Điều 1");
  EXPECT_EQ(why.ledger(1).cause(), "SUPPLEMENT");
  EXPECT_EQ(why.ledger(2).cause(), "PAYMENT");
  EXPECT_EQ(wire::ToInstant(why.ledger(2).due_after()), At("2025-03-21T09:45"));
  for (int i = 1; i < why.ledger_size(); ++i) {
    EXPECT_EQ(wire::ToInstant(why.ledger(i).due_before()),
              wire::ToInstant(why.ledger(i - 1).due_after()));
  }
}

}  // namespace
}  // namespace motcua::processing::testing
