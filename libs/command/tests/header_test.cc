#include "motcua/command/header.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/command/key.h"

namespace motcua::command {
namespace {

Header Good() {
  return {.subject = "d",
          .expected_revision = 3,
          .actor = {.kind = ActorKind::kOfficer, .id = "cb-17", .agency = "H19.901"},
          .reason = {},
          .legal_ground = {}};
}

std::string FieldOf(const absl::Status& status) {
  for (const auto& [key, value] : Metadata(status)) {
    if (key == "field") {
      return value;
    }
  }
  return {};
}

TEST(HeaderTest, NobodyAnIdAndAnAgencyAreAsked) {
  EXPECT_TRUE(CheckHeader(Good()).ok());
  Header nobody = Good();
  nobody.actor.kind = ActorKind::kUnspecified;
  EXPECT_EQ(FieldOf(CheckHeader(nobody)), "command.actor.kind");
  Header unnamed = Good();
  unnamed.actor.id.clear();
  EXPECT_EQ(FieldOf(CheckHeader(unnamed)), "command.actor.id");
  Header homeless = Good();
  homeless.actor.agency.clear();
  EXPECT_EQ(FieldOf(CheckHeader(homeless)), "command.actor.agency");
  for (const Header& header : {nobody, unnamed, homeless}) {
    EXPECT_EQ(Reason(CheckHeader(header)), "ACTOR_INVALID");
  }
}

TEST(HeaderTest, FieldsAreNamedAsTheRequestHasThem) {
  Header header = Good();
  header.reason = std::string(kLongestReason + 1, 'x');
  EXPECT_EQ(FieldOf(CheckHeader(header, "")), "reason");
  header.actor.id.clear();
  EXPECT_EQ(FieldOf(CheckHeader(header, "")), "actor.id");
}

// A thousand Vietnamese letters are up to three thousand bytes.
TEST(HeaderTest, LimitsAreInCharacters) {
  std::string thousand;
  for (int i = 0; i < kLongestReason; ++i) {
    thousand += "ế";
  }
  Header header = Good();
  header.reason = thousand;
  EXPECT_TRUE(CheckHeader(header).ok());
  header.reason += "ế";
  EXPECT_EQ(Reason(CheckHeader(header)), "REASON_TOO_LONG");
  EXPECT_EQ(FieldOf(CheckHeader(header)), "command.reason");
  header.reason.clear();
  header.legal_ground = thousand;
  EXPECT_EQ(FieldOf(CheckHeader(header)), "command.legal_ground");
  header = Good();
  header.actor.id = std::string(kLongestActorId, 'x');
  EXPECT_TRUE(CheckHeader(header).ok());
  header.actor.id += 'x';
  EXPECT_EQ(FieldOf(CheckHeader(header)), "command.actor.id");
}

TEST(HeaderTest, ReasonsHaveLinesButNoControlCharacters) {
  Header header = Good();
  header.reason = "one\ntwo";
  EXPECT_TRUE(CheckHeader(header).ok());
  header.reason = "bell\a";
  EXPECT_EQ(Reason(CheckHeader(header)), "TEXT_INVALID");
}

TEST(HeaderTest, AnOfficerSawARevisionACitizenNone) {
  Header header = Good();
  EXPECT_TRUE(CheckRevision(header, 3, {}).ok());
  const absl::Status stale = CheckRevision(header, 4, {{"state", "5"}});
  EXPECT_EQ(stale.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(Reason(stale), "STALE_REVISION");
  EXPECT_EQ(Metadata(stale), (ErrorMetadata{{"revision", "4"}, {"state", "5"}}));
  header.expected_revision = 0;
  EXPECT_EQ(Reason(CheckRevision(header, 4, {})), "REVISION_MISSING");
  header.expected_revision = -1;
  EXPECT_EQ(Reason(CheckRevision(header, 4, {})), "REVISION_MISSING");
  header.actor.kind = ActorKind::kCitizen;
  EXPECT_EQ(Reason(CheckRevision(header, 4, {})), "REVISION_MISSING");
  header.expected_revision = 0;
  EXPECT_TRUE(CheckRevision(header, 4, {}).ok());
}

TEST(KeyTest, OneToSixtyFourCharacters) {
  CallContext call;
  EXPECT_EQ(Reason(CheckKey(call)), "IDEMPOTENCY_KEY_MISSING");
  call.idempotency_key = std::string(64, 'k');
  EXPECT_TRUE(CheckKey(call).ok());
  call.idempotency_key += 'k';
  EXPECT_EQ(Reason(CheckKey(call)), "IDEMPOTENCY_KEY_INVALID");
}

}  // namespace
}  // namespace motcua::command
