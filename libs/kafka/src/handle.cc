#include "handle.h"

#include <array>
#include <chrono>
#include <future>
#include <thread>
#include <utility>

#include "motcua/base/error.h"

namespace motcua::kafka {
namespace {

constexpr std::chrono::seconds kDestroyLimit{2};

}  // namespace

absl::StatusOr<std::shared_ptr<Handle>> Handle::Create(
    rd_kafka_type_t type, const Settings& settings, const Hooks& hooks, void* owner,
    const std::function<void(rd_kafka_conf_t*)>& prepare) {
  OwnedConf conf(rd_kafka_conf_new());
  std::array<char, 512> text{};
  for (const auto& [name, value] : settings) {
    if (rd_kafka_conf_set(conf.get(), name.c_str(), value.c_str(), text.data(), text.size()) !=
        RD_KAFKA_CONF_OK) {
      return Error(absl::StatusCode::kInvalidArgument, "KAFKA_CONFIG", text.data(),
                   {{"setting", name}});
    }
  }
  auto context = std::make_shared<Context>(Context{hooks, owner});
  rd_kafka_conf_set_opaque(conf.get(), context.get());
  if (hooks.on_log) {
    rd_kafka_conf_set_log_cb(conf.get(), &Handle::OnLog);
  }
  prepare(conf.get());
  rd_kafka_t* rk = rd_kafka_new(type, conf.get(), text.data(), text.size());
  if (rk == nullptr) {
    return Error(absl::StatusCode::kInvalidArgument, "KAFKA_CONFIG", text.data());
  }
  static_cast<void>(conf.release());  // the client owns it now
  return std::shared_ptr<Handle>(new Handle(rk, std::move(context)));
}

Handle::~Handle() {
  std::promise<void> done;
  std::future<void> ended = done.get_future();
  std::thread([rk = rk_, context = context_, done = std::move(done)]() mutable {
    // A consumer was closed by its loop, or could not be: closing again might never end.
    rd_kafka_destroy_flags(rk, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    done.set_value();
  }).detach();
  static_cast<void>(ended.wait_for(kDestroyLimit));
}

void* Handle::Owner(void* opaque) {
  return static_cast<Context*>(opaque)->owner;
}

void Handle::OnLog(const rd_kafka_t* rk, int level, const char* facility, const char* text) {
  const auto* context = static_cast<const Context*>(rd_kafka_opaque(rk));
  context->hooks.on_log(level, std::string(facility) + ": " + text);
}

std::string ErrorText(rd_kafka_resp_err_t error) {
  return std::string(rd_kafka_err2name(error)) + ": " + rd_kafka_err2str(error);
}

}  // namespace motcua::kafka
