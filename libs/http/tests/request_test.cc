#include "motcua/http/request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::http {
namespace {

using testing::ElementsAre;
using testing::Pair;

Request Parsed(std::string_view target) {
  Request request;
  request.target = target;
  EXPECT_TRUE(ParseTarget(request).ok()) << target;
  return request;
}

TEST(RequestTest, SplitsPathAndQuery) {
  const Request request = Parsed("/v1/dossiers/H19.12-250312-0001/status?lang=vi&q=a+b&q=%C4%90");
  EXPECT_THAT(request.segments, ElementsAre("v1", "dossiers", "H19.12-250312-0001", "status"));
  EXPECT_EQ(request.verb, "");
  EXPECT_THAT(request.query, ElementsAre(Pair("lang", "vi"), Pair("q", "a b"), Pair("q", "Đ")));
  EXPECT_EQ(request.Query("q"), "a b");
  EXPECT_FALSE(request.Query("Q").has_value());
}

TEST(RequestTest, VerbIsSplitBeforeDecoding) {
  EXPECT_EQ(Parsed("/v1/dossiers/H19:withdraw").verb, "withdraw");
  EXPECT_THAT(Parsed("/v1/dossiers/H19:withdraw").segments, ElementsAre("v1", "dossiers", "H19"));
  EXPECT_EQ(Parsed("/v1/dossiers/H19%3Awithdraw").verb, "");
  EXPECT_THAT(Parsed("/v1/dossiers/H19%3Awithdraw").segments,
              ElementsAre("v1", "dossiers", "H19:withdraw"));
  EXPECT_EQ(Parsed("/a:b/c").verb, "");
  EXPECT_THAT(Parsed("/a:b/c").segments, ElementsAre("a:b", "c"));
}

TEST(RequestTest, EncodedSlashStaysInItsSegment) {
  EXPECT_THAT(Parsed("/a%2Fb/c").segments, ElementsAre("a/b", "c"));
}

TEST(RequestTest, EmptySegmentsAreKept) {
  EXPECT_THAT(Parsed("/").segments, ElementsAre(""));
  EXPECT_THAT(Parsed("//a/").segments, ElementsAre("", "a", ""));
}

TEST(RequestTest, AbsoluteFormLosesItsAuthority) {
  const Request request = Parsed("http://example.vn/v1/x?y=1");
  EXPECT_THAT(request.segments, ElementsAre("v1", "x"));
  EXPECT_EQ(request.Query("y"), "1");
}

TEST(RequestTest, RefusesWhatIsNoTarget) {
  for (const char* target : {"", "*", "v1/x", "/%", "/%zz", "/a b", "/a#b", "host:443", "/\x80",
                             "/a?b=%1", "mailto:a@b"}) {
    Request request;
    request.target = target;
    EXPECT_EQ(Reason(ParseTarget(request)), "TARGET_INVALID") << target;
  }
}

TEST(RequestTest, ParsingAgainReplaces) {
  Request request = Parsed("/a/b:c?d=e");
  request.target = "/f";
  ASSERT_TRUE(ParseTarget(request).ok());
  EXPECT_THAT(request.segments, ElementsAre("f"));
  request.target = "/%67/h";
  ASSERT_TRUE(ParseTarget(request).ok());
  EXPECT_THAT(request.segments, ElementsAre("g", "h"));
  EXPECT_EQ(request.verb, "");
  EXPECT_TRUE(request.query.empty());
}

}  // namespace
}  // namespace motcua::http
