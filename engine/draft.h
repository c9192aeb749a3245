// engine/draft.h: a message on its way through the rules: what they have changed so far.
//
// What: header(), sign() and wrap() collect changes; finish() gives them as verified edits of the original.
// Not here: which rule does what (engine/process.h).
//
// Contract
//   Later rules see what earlier ones did: headers() and the texts are the changed ones; once the message
//   was wrapped, a signature goes into the outer text, as in Exchange.
//   sign() is all or nothing: when one text cannot take the signature, none is changed.
//   A copy of a draft goes its own way from then on: recipients who get different results.
//   REQUIRES: the Prepared outlives the Draft.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/header_draft.h"
#include "engine/process.h"
#include "message/edit.h"
#include "message/outcome.h"
#include "mime/text_part.h"
#include "signature/earlier.h"
#include "signature/place.h"
#include "signature/template.h"

namespace waybill::engine {

class Draft {
 public:
  Draft(const Prepared& prepared, const base::Limits& limits)
      : header_(prepared.message.headers), prepared_(&prepared), limits_(&limits) {}

  // Nothing: signed. Else why not; then the draft is as it was.
  std::optional<message::Reason> sign(const signature::Fragment& fragment, const signature::Spot& spot);
  // Where the last signature went, when that was not settled by its location: "html: under-reply".
  const std::string& placed() const { return placed_; }
  // Whether a text of the message holds that signature. False for what cannot be read, and once it was wrapped.
  bool holds(const signature::Wanted& wanted, signature::Within within);
  void wrap(const signature::Fragment& fragment);

  HeaderDraft& header() { return header_; }
  const message::HeaderList& headers() const { return header_.fields(); }
  bool changes_text() const;
  bool is_wrapped() const { return outer_.has_value(); }

  // Takes back every signature: what verification refused.
  void drop_text_changes();

  // All edits; or what the verification found.
  base::Result<message::Edits> finish(const std::string& seed) const;

 private:
  std::optional<message::Reason> read_texts();
  void note_place(const mime::TextPart& text, const signature::Placement& place);
  base::Result<message::Edits> text_edits() const;
  base::Result<message::Edits> wrap_edits(const std::string& seed) const;

  HeaderDraft header_;
  const Prepared* prepared_;
  const base::Limits* limits_;
  bool texts_read_ = false;
  std::optional<message::Reason> obstacle_;
  std::vector<mime::TextPart> texts_;
  message::Edits text_edits_;  // of texts_
  std::string placed_;
  std::optional<signature::Fragment> outer_;  // the text around a wrapped message
};

}  // namespace waybill::engine
