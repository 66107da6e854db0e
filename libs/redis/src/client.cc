#include "motcua/redis/client.h"

#include <array>
#include <future>
#include <memory>
#include <utility>

#include <absl/strings/escaping.h>
#include <openssl/evp.h>

#include "motcua/base/check.h"
#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

#include "address.h"
#include "pipeline.h"
#include "reply.h"

namespace motcua::redis {
namespace {

/// Lower-case hex SHA-1: the name under which Redis keeps a script.
std::string Sha1Hex(const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest.data()), size));
}

class PipelinedClient final : public Client {
 public:
  PipelinedClient(const Options& options, Address address)
      : pipeline_(options, std::move(address)) {}

  void Send(const std::vector<std::string>& arguments, Done done) override {
    pipeline_.Submit(arguments, std::move(done));
  }

  absl::StatusOr<Reply> Command(const std::vector<std::string>& arguments) override {
    MOTCUA_CHECK(!pipeline_.InItsThread());  // would deadlock
    // Shared, so that it outlives the wake-up of the waiting thread.
    const auto result = std::make_shared<std::promise<absl::StatusOr<Reply>>>();
    pipeline_.Submit(
        arguments, [result](absl::StatusOr<Reply> reply) { result->set_value(std::move(reply)); });
    return result->get_future().get();
  }

  absl::StatusOr<Reply> Script(const std::string& source, const std::vector<std::string>& keys,
                               const std::vector<std::string>& arguments) override {
    std::vector<std::string> call = {"EVALSHA", Sha1Hex(source), std::to_string(keys.size())};
    call.insert(call.end(), keys.begin(), keys.end());
    call.insert(call.end(), arguments.begin(), arguments.end());
    absl::StatusOr<Reply> reply = Command(call);
    if (reply.ok() || Reason(reply.status()) != kScriptUnknown) {
      return reply;
    }
    // SCRIPT LOAD and not EVAL: the ACL of R2.9 does not grant EVAL.
    MOTCUA_RETURN_IF_ERROR(Command({"SCRIPT", "LOAD", source}).status());
    return Command(call);
  }

  bool breaker_open() const override { return pipeline_.breaker_open(); }

 private:
  Pipeline pipeline_;
};

/// Answers every command with the error of an invalid address.
class MisledClient final : public Client {
 public:
  explicit MisledClient(absl::Status status) : status_(std::move(status)) {}

  void Send(const std::vector<std::string>& /*arguments*/, Done done) override { done(status_); }
  absl::StatusOr<Reply> Command(const std::vector<std::string>& /*arguments*/) override {
    return status_;
  }
  absl::StatusOr<Reply> Script(const std::string& /*source*/,
                               const std::vector<std::string>& /*keys*/,
                               const std::vector<std::string>& /*arguments*/) override {
    return status_;
  }
  bool breaker_open() const override { return false; }

 private:
  const absl::Status status_;
};

}  // namespace

absl::Status Client::CheckAddress(const std::string& address) {
  return ParseAddress(address).status();
}

std::unique_ptr<Client> Client::Create(const Options& options) {
  absl::StatusOr<Address> address = ParseAddress(options.address);
  if (!address.ok()) {
    return std::make_unique<MisledClient>(address.status());
  }
  return std::make_unique<PipelinedClient>(options, *std::move(address));
}

}  // namespace motcua::redis
