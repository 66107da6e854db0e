#include "verbs/decision_args.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace motcua::ctl {
namespace {

using testing::ElementsAre;

TEST(FillRequestTest, ACommandSaysWhoWhatAndWhy) {
  DecisionArgs args;
  args.dossier = "H19.901-250312-0001";
  args.actor = {.id = "0123", .agency = "H19.901"};
  args.reason = "Nhầm nơi";
  args.legal_ground = "Đ8";
  args.task = "t1";
  args.to_agency = "H19.806";
  args.to_officer = "77";
  const auto request = FillRequest<processing::v1::TransferTaskRequest>(args, 4);
  EXPECT_EQ(request.command().dossier(), "H19.901-250312-0001");
  EXPECT_EQ(request.command().expected_revision(), 4);
  EXPECT_EQ(request.command().actor().kind(), type::v1::ACTOR_KIND_OFFICER);
  EXPECT_EQ(request.command().actor().agency(), "H19.901");
  EXPECT_EQ(request.command().reason(), "Nhầm nơi");
  EXPECT_EQ(request.command().legal_ground(), "Đ8");
  EXPECT_EQ(request.task_id(), "t1");
  EXPECT_EQ(request.to_agency(), "H19.806");
  EXPECT_EQ(request.to_officer(), "77");
}

TEST(FillRequestTest, TheSamePapersFitBothOwners) {
  DecisionArgs args;
  args.actor = {.id = "app-7", .citizen = true};
  args.papers = {"to-khai=p1,p2", "ban-ve", "khac=p3"};
  const auto at_intake = FillRequest<intake::v1::SendSupplementRequest>(args, 0);
  ASSERT_EQ(at_intake.parts_size(), 3);
  EXPECT_EQ(at_intake.parts(0).part_id(), "to-khai");
  EXPECT_THAT(at_intake.parts(0).paper_ids(), ElementsAre("p1", "p2"));
  EXPECT_EQ(at_intake.parts(1).part_id(), "ban-ve");
  EXPECT_EQ(at_intake.parts(1).paper_ids_size(), 0);
  EXPECT_EQ(at_intake.command().actor().kind(), type::v1::ACTOR_KIND_CITIZEN);
  const auto at_processing = FillRequest<processing::v1::SendSupplementRequest>(args, 0);
  EXPECT_THAT(at_processing.paper_ids(), ElementsAre("p1", "p2", "p3"));
}

TEST(FillRequestTest, FillsWhatOnlySomeDecisionsHave) {
  DecisionArgs args;
  args.items = {"a", "b"};
  args.amount_vnd = 650000;
  args.payment_reference = "BL-1";
  args.request = "r1";
  args.result_number = "123/GP";
  args.way = "post";
  args.proof = "EMS1";
  args.extension_value = 2;
  args.extension_unit = "working_hour";
  args.document_number = "7/PXL";
  EXPECT_THAT(FillRequest<intake::v1::RequestSupplementRequest>(args, 1).items_vi(),
              ElementsAre("a", "b"));
  const auto paid = FillRequest<processing::v1::ConfirmPaymentRequest>(args, 1);
  EXPECT_EQ(paid.amount_vnd(), 650000);
  EXPECT_EQ(paid.payment_reference(), "BL-1");
  EXPECT_EQ(paid.request_id(), "r1");
  EXPECT_EQ(FillRequest<processing::v1::FinishDossierRequest>(args, 1).result_number(), "123/GP");
  const auto handed = FillRequest<processing::v1::HandOverResultRequest>(args, 1);
  EXPECT_EQ(handed.way(), processing::v1::HAND_OVER_WAY_POST);
  EXPECT_EQ(handed.proof(), "EMS1");
  const auto extended = FillRequest<processing::v1::ExtendDueDateRequest>(args, 1);
  EXPECT_EQ(extended.value(), 2);
  EXPECT_EQ(extended.unit(), type::v1::LIMIT_UNIT_WORKING_HOUR);
  EXPECT_EQ(extended.document_number(), "7/PXL");
}

}  // namespace
}  // namespace motcua::ctl
