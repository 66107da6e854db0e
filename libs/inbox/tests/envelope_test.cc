#include "envelope.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::inbox {
namespace {

outbox::Event Good() {
  return {.event_id = "01890000-0000-7000-8000-000000000001",
          .stream = "dossier",
          .key = "agency/H19.801",
          .type = "motcua.intake.events.v1.DossierFiled",
          .sequence = 1};
}

TEST(EnvelopeTest, TakesWhatOwnersMake) {
  EXPECT_TRUE(CheckColumns(Good()).ok());
}

TEST(EnvelopeTest, RefusesWhatTheDatabaseNeverTakes) {
  const auto with = [](auto change) {
    outbox::Event event = Good();
    change(event);
    return Reason(CheckColumns(event));
  };
  EXPECT_EQ(with([](auto& e) { e.key = "\xff\xfe"; }), "ENVELOPE_INVALID");
  EXPECT_EQ(with([](auto& e) { e.type = std::string("a\0b", 3); }), "ENVELOPE_INVALID");
  EXPECT_EQ(with([](auto& e) { e.key = std::string(10'000, 'x'); }), "ENVELOPE_INVALID");
  EXPECT_EQ(with([](auto& e) { e.key.clear(); }), "ENVELOPE_INVALID");
  EXPECT_EQ(with([](auto& e) { e.sequence = 0; }), "ENVELOPE_INVALID");
  EXPECT_EQ(with([](auto& e) { e.epoch = 0; }), "ENVELOPE_INVALID");
}

TEST(EnvelopeTest, MajorVersionIsThePackagesLastSegment) {
  EXPECT_TRUE(CheckMajor("motcua.intake.events.v1.Something", 1, 1).ok());
  EXPECT_TRUE(CheckMajor("motcua.intake.events.v2.Something", 1, 2).ok());
  for (const char* type : {"motcua.intake.events.v2.Something", "motcua.intake.events.v0.Something",
                           "Something", "v1", "events.v.Something", "events.v1x.Something", ""}) {
    EXPECT_EQ(Reason(CheckMajor(type, 1, 1)), "SCHEMA_UNKNOWN") << type;
  }
}

TEST(EnvelopeTest, TextIsValidAndShort) {
  EXPECT_EQ(AsText("Hồ sơ đã nhận", 100), "Hồ sơ đã nhận");
  EXPECT_EQ(AsText("a\nb\xff", 100), "a?b\uFFFD");
  EXPECT_EQ(AsText(std::string("\0", 1), 100), "?");
  EXPECT_EQ(AsText("đđ", 3), "đ") << "never half a character";
  EXPECT_EQ(AsText("\xff\xff", 5), "\uFFFD") << "the limit holds for what is written";
}

}  // namespace
}  // namespace motcua::inbox
