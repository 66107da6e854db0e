#include "motcua/http/router.h"

#include <optional>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::http {
namespace {

using testing::ElementsAre;
using testing::Pair;

Route MakeRoute(std::string method, std::string pattern, std::string name) {
  return Route{.method = std::move(method),
               .pattern = std::move(pattern),
               .name = std::move(name),
               .handler = [](const Request&, const ResponseCallback& done) { done(Response{}); }};
}

class RouterTest : public testing::Test {
 protected:
  void Add(std::string method, std::string pattern, std::string name) {
    ASSERT_TRUE(
        router_.Add(MakeRoute(std::move(method), std::move(pattern), std::move(name))).ok());
  }
  Router::Match Find(std::string_view method, std::string_view target) {
    request_.method = method;
    request_.target = target;
    EXPECT_TRUE(ParseTarget(request_).ok());
    return router_.Find(request_);
  }
  std::string Name(std::string_view method, std::string_view target) {
    const Route* route = Find(method, target).route;
    return route == nullptr ? "" : route->name;
  }

  Router router_;
  Request request_;
};

TEST_F(RouterTest, MatchesLiteralsParametersAndVerbs) {
  Add("GET", "/", "root");
  Add("POST", "/v1/dossiers", "file");
  Add("GET", "/v1/dossiers/{code}", "get");
  Add("GET", "/v1/dossiers/{code}/status", "status");
  Add("POST", "/v1/dossiers/{code}:withdraw", "withdraw");
  Add("POST", "/v1/dossiers:search", "search");
  EXPECT_EQ(Name("GET", "/"), "root");
  EXPECT_EQ(Name("POST", "/v1/dossiers"), "file");
  EXPECT_EQ(Name("GET", "/v1/dossiers/H19"), "get");
  EXPECT_EQ(Name("GET", "/v1/dossiers/H19/status?x=1"), "status");
  EXPECT_THAT(request_.params, ElementsAre(Pair("code", "H19")));
  EXPECT_EQ(Name("POST", "/v1/dossiers/H%2019%3A:withdraw"), "withdraw");
  EXPECT_EQ(request_.Param("code"), "H 19:");
  EXPECT_EQ(request_.Param("other"), "");
  EXPECT_EQ(Name("POST", "/v1/dossiers:search"), "search");
  EXPECT_TRUE(request_.params.empty());
}

TEST_F(RouterTest, UnknownPathsMatchNothing) {
  Add("GET", "/v1/dossiers/{code}", "get");
  Add("POST", "/v1/dossiers/{code}:withdraw", "withdraw");
  for (const char* target :
       {"/", "/v1", "/v1/dossiers", "/v1/dossiers/", "/v1/dossiers/a/b", "/V1/dossiers/a",
        "/v1//dossiers/a", "/v1/dossiers/a:approve", "/v1/dossiers/:withdraw", "/v2/dossiers/a"}) {
    const Router::Match match = Find("GET", target);
    EXPECT_EQ(match.route, nullptr) << target;
    EXPECT_EQ(match.allow, "") << target;
  }
}

TEST_F(RouterTest, OtherMethodIsToldWhatIsAllowed) {
  Add("GET", "/v1/dossiers/{code}", "get");
  Add("DELETE", "/v1/dossiers/{id}", "delete");
  Add("POST", "/v1/dossiers/{code}:withdraw", "withdraw");
  const Router::Match match = Find("POST", "/v1/dossiers/H19");
  EXPECT_EQ(match.route, nullptr);
  EXPECT_EQ(match.allow, "DELETE, GET, HEAD");
  EXPECT_EQ(Find("GET", "/v1/dossiers/H19:withdraw").allow, "POST");
}

TEST_F(RouterTest, HeadGoesToGetUnlessItHasItsOwn) {
  Add("GET", "/a", "get_a");
  Add("GET", "/b", "get_b");
  Add("HEAD", "/b", "head_b");
  EXPECT_EQ(Name("HEAD", "/a"), "get_a");
  EXPECT_EQ(Name("HEAD", "/b"), "head_b");
}

TEST_F(RouterTest, LiteralWinsOverParameterInAnyOrder) {
  Add("GET", "/v1/{kind}/{id}", "generic");
  Add("GET", "/v1/dossiers/{id}", "dossier");
  Add("GET", "/v1/dossiers/late", "late");
  EXPECT_EQ(Name("GET", "/v1/dossiers/late"), "late");
  EXPECT_EQ(Name("GET", "/v1/dossiers/x"), "dossier");
  EXPECT_EQ(Name("GET", "/v1/petitions/late"), "generic");
  EXPECT_THAT(request_.params, ElementsAre(Pair("kind", "petitions"), Pair("id", "late")));
}

TEST_F(RouterTest, OtherMethodOnALiteralDoesNotFallToAParameter) {
  Add("GET", "/v1/{id}", "get");
  Add("POST", "/v1/search", "search");
  EXPECT_EQ(Name("GET", "/v1/search"), "");
  EXPECT_EQ(Find("GET", "/v1/search").allow, "POST");
}

TEST_F(RouterTest, RefusesBadRoutes) {
  for (const char* pattern : {"", "v1", "/v1/", "//", "/{}", "/{A}", "/{a", "/a}", "/x{a}",
                              "/{a}/{a}", "/a b", "/a:", "/a:b/c", "/%41", "/:v:w"}) {
    EXPECT_EQ(Reason(router_.Add(MakeRoute("GET", pattern, "x"))), "ROUTE_INVALID") << pattern;
  }
  EXPECT_EQ(Reason(router_.Add(MakeRoute("get", "/a", "x"))), "ROUTE_INVALID");
  EXPECT_EQ(Reason(router_.Add(MakeRoute("GET", "/a", "Bad Name"))), "ROUTE_INVALID");
  EXPECT_EQ(Reason(router_.Add(Route{.method = "GET", .pattern = "/a", .name = "a"})),
            "ROUTE_INVALID");
  EXPECT_TRUE(router_.routes().empty());
}

TEST_F(RouterTest, RefusesDuplicates) {
  Add("GET", "/v1/{a}", "one");
  EXPECT_EQ(Reason(router_.Add(MakeRoute("GET", "/v1/{b}", "two"))), "ROUTE_DUPLICATE");
  EXPECT_EQ(Reason(router_.Add(MakeRoute("POST", "/v1/{b}", "one"))), "ROUTE_DUPLICATE");
  EXPECT_TRUE(router_.Add(MakeRoute("POST", "/v1/{b}", "three")).ok());
  EXPECT_EQ(router_.routes().size(), 2U);
}

TEST(ResponseCallbackTest, FirstAnswerCountsAndNoneIs500) {
  std::vector<int> statuses;
  const auto record = [&](const Response& response) { statuses.push_back(response.status); };
  {
    const ResponseCallback done(record);
    const ResponseCallback copy = done;  // NOLINT(performance-unnecessary-copy-initialization)
    copy(Response{.status = 201});
    done(Response{.status = 202});
  }
  EXPECT_THAT(statuses, ElementsAre(201));
  { const ResponseCallback dropped(record); }
  EXPECT_THAT(statuses, ElementsAre(201, 500));
}

}  // namespace
}  // namespace motcua::http
