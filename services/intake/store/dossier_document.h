#pragma once

#include "motcua/intake/v1/intake_service.pb.h"

#include "domain/content.h"
#include "domain/receipt.h"

namespace motcua::intake {

// Converts a dossier's content and receipt between values and the documents that callers send and
// the database stores. Lossless.

std::vector<FiledPart> ToParts(const google::protobuf::RepeatedPtrField<v1::FiledPart>& parts);
DossierContent ToContent(const v1::DossierContent& document);
v1::DossierContent ToDocument(const DossierContent& content);

Receipt ToReceipt(const v1::Receipt& document);
v1::Receipt ToDocument(const Receipt& receipt);

}  // namespace motcua::intake
