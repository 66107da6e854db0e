#pragma once

#include <functional>
#include <memory>
#include <string>

#include <absl/status/statusor.h>
#include <librdkafka/rdkafka.h>

#include "motcua/kafka/library.h"

#include "settings.h"

namespace motcua::kafka {

template <typename T, void (*Destroy)(T*)>
struct Destroyer {
  void operator()(T* object) const { Destroy(object); }
};
template <typename T, void (*Destroy)(T*)>
using Owned = std::unique_ptr<T, Destroyer<T, Destroy>>;

using OwnedConf = Owned<rd_kafka_conf_t, rd_kafka_conf_destroy>;
using OwnedMessage = Owned<rd_kafka_message_t, rd_kafka_message_destroy>;
using OwnedPartitions =
    Owned<rd_kafka_topic_partition_list_t, rd_kafka_topic_partition_list_destroy>;
using OwnedQueue = Owned<rd_kafka_queue_t, rd_kafka_queue_destroy>;
using OwnedEvent = Owned<rd_kafka_event_t, rd_kafka_event_destroy>;
using OwnedError = Owned<rd_kafka_error_t, rd_kafka_error_destroy>;
using OwnedTopic = Owned<rd_kafka_topic_t, rd_kafka_topic_destroy>;

/// One client of librdkafka. Its end is bounded: destruction that takes longer than two seconds
/// (librdkafka #4187, #4724) continues on a detached thread.
class Handle {
 public:
  /// `prepare` sets callbacks; they get `owner` through `Owner(opaque)`.
  static absl::StatusOr<std::shared_ptr<Handle>> Create(
      rd_kafka_type_t type, const Settings& settings, const Hooks& hooks, void* owner,
      const std::function<void(rd_kafka_conf_t*)>& prepare);
  ~Handle();
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  rd_kafka_t* get() const { return rk_; }

  /// The owner given to `Create`, from the opaque pointer that a callback received.
  static void* Owner(void* opaque);

 private:
  /// What callbacks may still use while the client is being destroyed.
  struct Context {
    Hooks hooks;
    void* owner;
  };
  static void OnLog(const rd_kafka_t* rk, int level, const char* facility, const char* text);

  Handle(rd_kafka_t* rk, std::shared_ptr<Context> context)
      : rk_(rk), context_(std::move(context)) {}
  rd_kafka_t* rk_;
  std::shared_ptr<Context> context_;
};

/// The code and text of an error of librdkafka, for messages and logs.
std::string ErrorText(rd_kafka_resp_err_t error);

}  // namespace motcua::kafka
