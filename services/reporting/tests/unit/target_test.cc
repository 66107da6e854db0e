#include "domain/target.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::reporting {
namespace {

Target ATarget() {
  return {.id = "T2",
          .indicator = Indicator::kDossiersOnTime,
          .at_least_basis_points = 9800,
          .name_vi = "Tỷ lệ giải quyết hồ sơ đúng hạn",
          .source = "QĐ"};
}

TEST(Targets, AreCheckedWhole) {
  EXPECT_TRUE(CheckTargets({ATarget()}).ok());
  EXPECT_EQ(Reason(CheckTargets({})), "TARGET_INVALID");
  EXPECT_EQ(Reason(CheckTargets({ATarget(), ATarget()})), "TARGET_INVALID");
  for (const char* id : {"", "T", "T0", "T100", "X2", "T2 ", "Ta"}) {
    Target target = ATarget();
    target.id = id;
    EXPECT_EQ(Reason(CheckTargets({target})), "TARGET_INVALID") << id;
  }
  for (const int points : {-1, 10'001}) {
    Target target = ATarget();
    target.at_least_basis_points = points;
    EXPECT_EQ(Reason(CheckTargets({target})), "TARGET_INVALID") << points;
  }
}

TEST(Targets, TextsAreLimitedInCharacters) {
  for (std::string Target::*const text : {&Target::name_vi, &Target::source}) {
    Target target = ATarget();
    for (const std::string& bad : {std::string(), std::string("  "), std::string(501, 'x')}) {
      target.*text = bad;
      EXPECT_EQ(Reason(CheckTargets({target})), "TARGET_INVALID") << bad;
    }
    (target.*text).clear();
    for (int i = 0; i < 500; ++i) {
      target.*text += "ộ";  // three bytes
    }
    EXPECT_TRUE(CheckTargets({target}).ok());
    target.*text = "a\nb";
    EXPECT_EQ(Reason(CheckTargets({target})), "TEXT_INVALID");
  }
}

TEST(Targets, AFaultNamesItsField) {
  Target second = ATarget();
  second.source.clear();
  const ErrorMetadata metadata = Metadata(CheckTargets({ATarget(), second}));
  EXPECT_EQ(metadata, (ErrorMetadata{{"field", "targets[1].source"}})) << "the first fault";
}

TEST(Targets, IndicatorsHaveStableNames) {
  for (const Indicator indicator :
       {Indicator::kProceduresPublished, Indicator::kDossiersOnTime, Indicator::kPetitionsInTime}) {
    EXPECT_EQ(IndicatorOf(NameOf(indicator)), indicator);
  }
  EXPECT_EQ(IndicatorOf("happiness"), std::nullopt);
}

TEST(ARatio, IsShownRoundedHalfUp) {
  EXPECT_EQ((Ratio{.reached = 21, .of = 37}.basis_points()), 5676);  // 56.756...
  EXPECT_EQ((Ratio{.reached = 1, .of = 3}.basis_points()), 3333);    // 33.333...
  EXPECT_EQ((Ratio{.reached = 1, .of = 800}.basis_points()), 13);    // 0.125
  EXPECT_EQ((Ratio{.reached = 3, .of = 70'000}.basis_points()), 0);  // 0.00428...
  EXPECT_EQ((Ratio{.reached = 37, .of = 37}.basis_points()), 10'000);
}

TEST(ARatio, MeetsItsTargetExactlyNotAsShown) {
  const Ratio short_of{.reached = 97'999, .of = 100'000};
  EXPECT_EQ(short_of.basis_points(), 9800);
  EXPECT_FALSE(short_of.Meets(9800));
  EXPECT_TRUE((Ratio{.reached = 98, .of = 100}.Meets(9800)));
}

TEST(ARatio, OfNothingHasNoShare) {
  EXPECT_EQ(Ratio().basis_points(), std::nullopt);
  EXPECT_FALSE(Ratio().Meets(0));
}

}  // namespace
}  // namespace motcua::reporting
