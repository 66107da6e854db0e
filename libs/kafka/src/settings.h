#pragma once

#include <string>
#include <utility>
#include <vector>

#include "motcua/kafka/consumer.h"
#include "motcua/kafka/producer.h"

namespace motcua::kafka {

/// Configuration of librdkafka by its own names.
using Settings = std::vector<std::pair<std::string, std::string>>;

Settings ProducerSettings(const Producer::Options& options);
Settings ConsumerSettings(const Consumer::Options& options);
/// For requests about topics.
Settings AdminSettings(const std::string& brokers);

}  // namespace motcua::kafka
