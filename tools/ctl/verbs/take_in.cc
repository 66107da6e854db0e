#include <memory>
#include <ostream>
#include <utility>

#include <absl/strings/match.h>

#include "motcua/intake/v1/intake_service.grpc.pb.h"

#include "motcua/base/error.h"

#include "exit_code.h"
#include "load/document.h"
#include "load/read_file.h"
#include "output/dossier_view.h"
#include "verbs/actor_options.h"
#include "verbs/verb.h"

namespace motcua::ctl {
namespace {

using intake::v1::IntakeService;

struct TakeInArgs {
  std::string file;
  ActorOptions actor;
  std::string key;
  std::string channel;
  bool fee_taken = false;
};

struct UploadArgs {
  std::string file;
  std::string key;
};

void BindKey(CLI::App& command, std::string& key) {
  command
      .add_option("--key", key, "idempotency key; give the same key to repeat the command safely")
      ->type_name("KEY");
}

std::shared_ptr<TakeInArgs> BindCommon(CLI::App& command) {
  auto args = std::make_shared<TakeInArgs>();
  command.add_option("FILE", args->file, "motcua.intake.v1.DossierContent as JSON")->required();
  args->actor.Bind(command);
  BindKey(command, args->key);
  return args;
}

std::string KeyFor(Session& session, const std::string& verb, const std::string& given) {
  const std::string key = given.empty() ? session.NewKey() : given;
  // Printed on stderr first, so that it is known even if there is no answer.
  session.err() << "motcuactl: " << verb << ": --key " << key << '\n';
  return key;
}

template <typename Response>
absl::Status PrintAnswer(Session& session, const Response& answer) {
  if (session.json()) {
    return session.PrintJson(answer);
  }
  PrintDossier(answer.dossier(), session.out());
  session.out() << '\n';
  PrintReceipt(answer.receipt(), session.out());
  return absl::OkStatus();
}

Action BindFile(CLI::App& command) {
  const auto args = BindCommon(command);
  return [args](Session& session) -> absl::Status {
    intake::v1::FileDossierRequest request;
    MOTCUA_RETURN_IF_ERROR(ReadDocumentFile(args->file, *request.mutable_content()));
    *request.mutable_actor() = args->actor.ToProto();
    MOTCUA_ASSIGN_OR_RETURN(const auto answer,
                            session.Ask<&IntakeService::Stub::FileDossier>(
                                Program::kIntake, request, KeyFor(session, "file", args->key)));
    return PrintAnswer(session, answer);
  };
}

Action BindReceive(CLI::App& command) {
  const auto args = BindCommon(command);
  command.add_option("--channel", args->channel, "direct or post")
      ->required()
      ->check(CLI::IsMember({"direct", "post"}))
      ->type_name("CHANNEL");
  command.add_flag("--fee-taken", args->fee_taken, "the fee due before acceptance has been paid");
  return [args](Session& session) -> absl::Status {
    intake::v1::ReceiveDossierRequest request;
    MOTCUA_RETURN_IF_ERROR(ReadDocumentFile(args->file, *request.mutable_content()));
    *request.mutable_actor() = args->actor.ToProto();
    request.set_channel(args->channel == "post" ? type::v1::CHANNEL_POST
                                                : type::v1::CHANNEL_DIRECT);
    request.set_fee_taken(args->fee_taken);
    MOTCUA_ASSIGN_OR_RETURN(const auto answer,
                            session.Ask<&IntakeService::Stub::ReceiveDossier>(
                                Program::kIntake, request, KeyFor(session, "receive", args->key)));
    return PrintAnswer(session, answer);
  };
}

absl::StatusOr<std::string> MediaTypeOf(const std::string& file) {
  for (const auto& [ending, type] : {std::pair(".pdf", "application/pdf"),
                                     {".jpg", "image/jpeg"},
                                     {".jpeg", "image/jpeg"},
                                     {".png", "image/png"}}) {
    if (absl::EndsWithIgnoreCase(file, ending)) {
      return type;
    }
  }
  return UsageError("FILE", "a paper is a .pdf, .jpg or .png file");
}

Action BindUpload(CLI::App& command) {
  const auto args = std::make_shared<UploadArgs>();
  command.add_option("FILE", args->file, "PDF, JPEG or PNG of at most 512 KiB")->required();
  BindKey(command, args->key);
  return [args](Session& session) -> absl::Status {
    intake::v1::UploadPaperRequest request;
    MOTCUA_ASSIGN_OR_RETURN(*request.mutable_media_type(), MediaTypeOf(args->file));
    MOTCUA_ASSIGN_OR_RETURN(*request.mutable_content(), ReadFile(args->file));
    request.set_file_name(args->file.substr(args->file.rfind('/') + 1));
    MOTCUA_ASSIGN_OR_RETURN(const auto answer,
                            session.Ask<&IntakeService::Stub::UploadPaper>(
                                Program::kIntake, request, KeyFor(session, "upload", args->key)));
    if (session.json()) {
      return session.PrintJson(answer);
    }
    session.out() << answer.paper_id() << '\n';
    return absl::OkStatus();
  };
}

}  // namespace

std::vector<Verb> TakeInVerbs() {
  return {
      {.name = "upload",
       .group = kDossierGroup,
       .vi = "Tải một giấy tờ lên, nhận mã giấy tờ để ghi vào hồ sơ.",
       .en = "Stores one paper and prints the id that a dossier refers to.",
       .examples = {"upload to-khai.pdf"},
       .bind = BindUpload},
      {.name = "file",
       .group = kDossierGroup,
       .vi = "Nộp hồ sơ trực tuyến thay cổng dịch vụ công (→ 1).",
       .en = "Files an online dossier as a portal does.",
       .examples = {"file khai-sinh.json --actor app-77 --citizen"},
       .bind = BindFile},
      {.name = "receive",
       .group = kDossierGroup,
       .vi = "Nhận hồ sơ tại quầy hoặc qua bưu chính (→ 2).",
       .en = "Receives a dossier at the counter or by post.",
       .examples = {"receive khai-sinh.json --channel direct --actor 0123 --agency H99.12",
                    "receive dat-dai.json --channel post --fee-taken --actor 0123 --agency H99.12"},
       .bind = BindReceive},
  };
}

}  // namespace motcua::ctl
