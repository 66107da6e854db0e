#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/db/connection.h"

#include "component/running_intake.h"
#include "support/builders.h"

namespace motcua::intake::testing {
namespace {

using grpc::ClientContext;

class ApplicantTest : public ::testing::Test {
 protected:
  ApplicantTest() {
    BeginTime(database_.dsn(), "2025-03-12T09:15");
    intake_ = std::make_unique<RunningIntake>(database_.dsn());
    LoadCatalogue(*intake_);
    ApproveRules(database_.dsn());
  }

  v1::Dossier File() {
    const v1::FileDossierRequest request = AFiling(*intake_);
    v1::FileDossierResponse filed;
    EXPECT_TRUE(intake_
                    ->Call([&](ClientContext* context) {
                      return intake_->intake().FileDossier(context, request, &filed);
                    })
                    .ok());
    return filed.dossier();
  }

  template <typename Request, typename Response>
  absl::Status Call(grpc::Status (v1::ApplicantService::Stub::*method)(ClientContext*,
                                                                       const Request&, Response*),
                    Request request, Response& response) {
    request.mutable_disclosure()->set_recipient("portalsync");
    request.mutable_disclosure()->set_purpose("portal.send");
    return intake_->Call([&](ClientContext* context) {
      return (intake_->applicants().*method)(context, request, &response);
    });
  }

  // "method recipient purpose subject" of every disclosure.
  std::vector<std::string> Audit() {
    const auto connection = db::Connection::Open({.dsn = database_.dsn()});
    const auto rows =
        (*connection)
            ->Execute({{"read_audit",
                        "SELECT concat_ws(' ', method, actor_id, reason, subject) AS line"
                        " FROM audit_log WHERE actor_kind = 3 AND method <> 'LoadCatalogue'"
                        " ORDER BY id"},
                       {}});
    EXPECT_TRUE(rows.ok()) << rows.status();
    std::vector<std::string> lines;
    for (const db::Row row : *rows) {
      lines.push_back(row.Text("line"));
    }
    return lines;
  }

  motcua::testing::TempDatabase database_ = motcua::testing::MigratedDatabase("intake");
  std::unique_ptr<RunningIntake> intake_;
};

TEST_F(ApplicantTest, EveryDisclosureLeavesOneRowWithoutPersonalData) {
  const v1::Dossier dossier = File();
  v1::GetContactRequest contact;
  contact.set_dossier_id(dossier.dossier_id());
  v1::GetContactResponse phone;
  ASSERT_TRUE(Call(&v1::ApplicantService::Stub::GetContact, contact, phone).ok());
  EXPECT_EQ(phone.phone(), AContent().applicant.phone);

  v1::MatchPhoneRequest match;
  match.set_phone(phone.phone());
  match.set_lookup_key("H999999999999999");
  v1::MatchPhoneResponse matched;
  ASSERT_TRUE(Call(&v1::ApplicantService::Stub::MatchPhone, match, matched).ok());
  EXPECT_FALSE(matched.matches());
  std::string key = dossier.code();
  std::erase_if(key, [](char c) { return c == '.' || c == '-'; });
  match.set_lookup_key(key);
  ASSERT_TRUE(Call(&v1::ApplicantService::Stub::MatchPhone, match, matched).ok());
  EXPECT_TRUE(matched.matches());

  v1::DiscloseDossierRequest disclose;
  disclose.set_dossier_id(dossier.dossier_id());
  v1::DiscloseDossierResponse told;
  ASSERT_TRUE(Call(&v1::ApplicantService::Stub::DiscloseDossier, disclose, told).ok());
  EXPECT_EQ(told.code(), dossier.code());
  EXPECT_EQ(told.applicant().SerializeAsString(),
            dossier.content().applicant().SerializeAsString());
  EXPECT_EQ(told.subject(), dossier.content().subject());
  EXPECT_EQ(told.channel(), type::v1::CHANNEL_ONLINE);
  EXPECT_EQ(told.procedure_code(), kPlain);
  EXPECT_EQ(told.procedure_version(), 1);
  EXPECT_FALSE(told.procedure_vi().empty());
  EXPECT_EQ(told.field_code(), "G05");
  EXPECT_EQ(told.filed_at().seconds(), dossier.filed_at().seconds());
  ASSERT_EQ(told.papers_size(), 1);
  EXPECT_EQ(told.papers(0).paper_id(), dossier.content().parts(0).paper_ids(0));
  EXPECT_EQ(told.papers(0).file_name(), "to-khai.pdf");

  const std::string tail = " portalsync portal.send ";
  EXPECT_THAT(Audit(), ::testing::ElementsAre("GetContact" + tail + dossier.dossier_id(),
                                              "MatchPhone" + tail,
                                              "MatchPhone" + tail + dossier.dossier_id(),
                                              "DiscloseDossier" + tail + dossier.dossier_id()));
}

TEST_F(ApplicantTest, ARefusedCallLeavesNoRow) {
  v1::DiscloseDossierRequest disclose;
  disclose.set_dossier_id("019a0000-0000-7000-8000-000000000001");
  v1::DiscloseDossierResponse told;
  EXPECT_EQ(Reason(Call(&v1::ApplicantService::Stub::DiscloseDossier, disclose, told)),
            "DOSSIER_UNKNOWN");
  v1::MatchPhoneRequest match;
  match.set_lookup_key("H99");
  match.set_phone("sender");
  v1::MatchPhoneResponse matched;
  EXPECT_EQ(Reason(Call(&v1::ApplicantService::Stub::MatchPhone, match, matched)), "PHONE_INVALID");
  EXPECT_TRUE(Audit().empty());
}

}  // namespace
}  // namespace motcua::intake::testing
