// tests/model/model_mta.h: what Postfix makes of a filter's requests, in memory.
//
// What it knows of Postfix 3.7: its own Received field, hidden from numbers of changes but not from insert positions;
// change of a number that is too high appends; removed fields shift their later namesakes; a body in two runs is an
// error; one blank before values without SMFIP_HDR_LEADSPC; a last line without end gets one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "message/message.h"
#include "milter/mta.h"
#include "milter/plan.h"

namespace waybill::model {

class ModelMta final : public milter::Mta {
 public:
  ModelMta(const message::HeaderList& headers, std::string_view body, bool leading_space = true);

  bool change_header(const std::string& name, int index, const std::string& value) override;
  bool remove_header(const std::string& name, int index) override;
  bool add_header(const std::string& name, const std::string& value) override;
  bool insert_header(int index, const std::string& name, const std::string& value) override;
  bool replace_body(std::string_view bytes) override;
  bool remove_recipient(const std::string& argument) override;
  bool add_recipient(const std::string& address) override;
  bool hold(const std::string& reason) override;

  message::HeaderList headers() const;  // without the MTA's own Received
  std::string body() const { return replaced_ ? *replaced_ : body_; }
  std::size_t own_received_at() const;
  // As requests say: "-<a@example.com>", "+b@example.com", "hold".
  const std::vector<std::string>& envelope_changes() const { return envelope_changes_; }
  const std::vector<std::string>& complaints() const { return complaints_; }

 private:
  struct Field {
    message::HeaderField field;
    bool own = false;
  };

  std::vector<Field>::iterator find(const std::string& name, int index);
  std::string value_of(const std::string& value) const { return leading_space_ ? value : ' ' + value; }
  void end_body_run() { body_run_ended_ = replaced_.has_value(); }

  std::vector<Field> fields_;
  std::string body_;
  bool leading_space_;
  std::optional<std::string> replaced_;
  bool body_run_ended_ = false;
  std::vector<std::string> envelope_changes_;
  std::vector<std::string> complaints_;
};

// A message as text, every line ended.
std::string print(const message::HeaderList& headers, std::string_view body);

// The message after the plan. Throws std::logic_error when Postfix would complain.
std::string deliver(const message::Message& message, const milter::Plan& plan);

}  // namespace waybill::model
