#include <algorithm>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
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

YAML::Node Schemas() {
  return YAML::LoadFile(MOTCUA_SOURCE_DIR
                        "/services/gateway/openapi.yaml")["components"]["schemas"];
}

TEST(OpenApiTest, EverySchemaOfAMessageHasItsFields) {
  const auto* const pool = google::protobuf::DescriptorPool::generated_pool();
  int messages = 0;
  for (const auto& schema : Schemas()) {
    if (!schema.second["x-message"].IsDefined()) {
      continue;
    }
    const auto name = schema.second["x-message"].as<std::string>();
    const auto* const message = pool->FindMessageTypeByName(name);
    ASSERT_NE(message, nullptr) << name;
    std::set<std::string> fields;
    for (int i = 0; i < message->field_count(); ++i) {
      fields.insert(std::string(message->field(i)->name()));
    }
    std::set<std::string> documented;
    for (const auto& property : schema.second["properties"]) {
      documented.insert(property.first.as<std::string>());
    }
    EXPECT_EQ(documented, fields) << name;
    ++messages;
  }
  EXPECT_GT(messages, 20);
}

TEST(OpenApiTest, EverySchemaOfAnEnumHasItsValues) {
  const auto* const pool = google::protobuf::DescriptorPool::generated_pool();
  int enums = 0;
  for (const auto& schema : Schemas()) {
    if (!schema.second["x-enum"].IsDefined()) {
      continue;
    }
    const auto name = schema.second["x-enum"].as<std::string>();
    const auto* const type = pool->FindEnumTypeByName(name);
    ASSERT_NE(type, nullptr) << name;
    std::set<std::string> values;
    for (int i = 0; i < type->value_count(); ++i) {
      if (type->value(i)->number() != 0) {  // never sent
        values.insert(std::string(type->value(i)->name()));
      }
    }
    std::set<std::string> documented;
    for (const auto& value : schema.second["enum"]) {
      documented.insert(value.as<std::string>());
    }
    EXPECT_EQ(documented, values) << name;
    ++enums;
  }
  EXPECT_GT(enums, 5);
}

}  // namespace
}  // namespace motcua::gateway
