#include "domain/template_load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::notification {
namespace {

TemplateVersion AVersion(const std::string& id, int number, const std::string& document) {
  TemplateVersion version{.text = {}, .document = document};
  version.text.id = id;
  version.text.version = number;
  return version;
}

TEST(TemplateLoadTest, WhatIsStoredIsNotAddedAgain) {
  const std::vector<TemplateVersion> stored = {AVersion("received", 1, "a"),
                                               AVersion("refused", 2, "b")};
  const auto added = DecideLoad(
      {AVersion("refused", 2, "b"), AVersion("received", 2, "c"), AVersion("refused", 1, "d")},
      stored);
  ASSERT_TRUE(added.ok()) << added.status();
  ASSERT_EQ(added->size(), 2U);
  EXPECT_EQ((*added)[0].document, "c");
  EXPECT_EQ((*added)[1].document, "d");
}

TEST(TemplateLoadTest, AStoredVersionNeverChanges) {
  const auto added = DecideLoad({AVersion("new", 1, "x"), AVersion("received", 1, "changed")},
                                {AVersion("received", 1, "a")});
  EXPECT_EQ(Reason(added.status()), "VERSION_FROZEN");
  EXPECT_THAT(Metadata(added.status()),
              ::testing::Contains(::testing::Pair("version", "template/received/1")));
}

}  // namespace
}  // namespace motcua::notification
