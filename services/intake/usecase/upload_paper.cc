#include "usecase/upload_paper.h"

#include "motcua/base/status_macros.h"

#include "domain/text.h"

namespace motcua::intake {
namespace {

constexpr std::size_t kMaxName = 255;

absl::Status Check(const UploadPaper::Input& input) {
  if (input.content.empty()) {
    return FieldError("content", "PAPER_EMPTY", "the paper has no content");
  }
  if (input.content.size() > UploadPaper::kMaxBytes) {
    return FieldError("content", "PAPER_TOO_LARGE", "a paper has at most 512 KiB");
  }
  if (input.media_type != "application/pdf" && input.media_type != "image/jpeg" &&
      input.media_type != "image/png") {
    return FieldError("media_type", "PAPER_TYPE_UNKNOWN",
                      "a paper is application/pdf, image/jpeg or image/png");
  }
  if (CountCharacters(input.file_name) > kMaxName) {
    return FieldError("file_name", "PAPER_NAME_INVALID", "a file name has at most 255 characters");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> UploadPaper::Execute(const CallContext& call, const Input& input,
                                                 const Encode& encode) const {
  MOTCUA_ASSIGN_OR_RETURN(const CommandKey key, MakeKey(call, input.method, input.request_hash));
  std::string answer;
  const auto body = [&](Session& session) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(const Opening opening, session.Open({.key = key}));
    MOTCUA_ASSIGN_OR_RETURN(std::optional<std::string> replay, ReplayOf(opening.answer, key));
    if (replay.has_value()) {
      answer = *std::move(replay);
      return absl::OkStatus();
    }
    MOTCUA_RETURN_IF_ERROR(Check(input));
    const Paper paper{.id = ids_.NewId(),
                      .file_name = input.file_name,
                      .media_type = input.media_type,
                      .sha256 = input.sha256,
                      .content = input.content};
    session.InsertPaper(paper);
    answer = encode(paper);
    session.Remember(key, answer);
    return absl::OkStatus();
  };
  MOTCUA_RETURN_IF_ERROR(work_.Run(call, input.method, body));
  return answer;
}

}  // namespace motcua::intake
