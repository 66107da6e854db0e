#include <algorithm>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include "motcua/metrics/registry.h"
#include "motcua/rpc/client.h"

#include "routes/route_table.h"

namespace motcua::gateway {
namespace {

/// Never called: the table is only created, not used.
class NoOwner final : public Owner {
 public:
  absl::StatusOr<StatusEntry> Ask(const CallContext& /*call*/,
                                  const std::string& /*key*/) override {
    return StatusEntry{};
  }
  absl::StatusOr<bool> IsApplicantsPhone(const CallContext& /*call*/,
                                         const std::string& /*lookup_key*/,
                                         const std::string& /*phone*/) override {
    return false;
  }
};

std::set<std::string> DocumentedRoutes() {
  std::set<std::string> routes;
  const YAML::Node paths =
      YAML::LoadFile(MOTCUA_SOURCE_DIR "/services/gateway/openapi.yaml")["paths"];
  for (const auto& path : paths) {
    for (const auto& operation : path.second) {
      std::string method = operation.first.as<std::string>();
      std::ranges::transform(method, method.begin(),
                             [](unsigned char c) { return std::toupper(c); });
      routes.insert(method + " " + path.first.as<std::string>());
    }
  }
  return routes;
}

TEST(OpenApiTest, SaysWhatTheRouteTableSays) {
  metrics::Registry registry;
  runtime::Executor executor({.name = "test", .threads = 1}, registry);
  const auto redis = redis::Client::Create({.address = "127.0.0.1:1"});
  StatusCache cache(*redis);
  TryLimiter tries(*redis);
  NoOwner owner;
  StatusLookup lookup(cache, owner, tries, [](StatusLookup::Source) {});
  const auto channel = rpc::MakeChannel({"127.0.0.1:1"});
  OwnerCommands commands(channel, channel);
  const std::unique_ptr<intake::v1::CatalogueService::StubInterface> catalogue =
      intake::v1::CatalogueService::NewStub(channel);
  const PortalCredentials credentials;
  const log::Logger logger;
  FeedbackCommands feedback(nullptr, tries);
  const auto router =
      MakeRouteTable({executor, logger, credentials, commands, lookup, *catalogue, feedback});
  ASSERT_TRUE(router.ok()) << router.status();
  std::set<std::string> routes;
  for (const http::Route* route : router->routes()) {
    routes.insert(route->method + " " + route->pattern);
  }
  EXPECT_EQ(routes, DocumentedRoutes());
}

}  // namespace
}  // namespace motcua::gateway
