// tests/model/model_mta.cpp: requests on a list of fields and a text.
#include "tests/model/model_mta.h"

#include <algorithm>
#include <stdexcept>

#include "base/text.h"
#include "milter/apply.h"

namespace waybill::model {

ModelMta::ModelMta(const message::HeaderList& headers, std::string_view body, bool leading_space)
    : body_(body), leading_space_(leading_space) {
  fields_.push_back({{"Received", " from client by model"}, true});
  for (const message::HeaderField& field : headers) fields_.push_back({field});
}

std::vector<ModelMta::Field>::iterator ModelMta::find(const std::string& name, int index) {
  return std::find_if(fields_.begin(), fields_.end(), [&, left = index](const Field& field) mutable {
    return !field.own && base::equals_ignore_case(field.field.name, name) && --left == 0;
  });
}

bool ModelMta::change_header(const std::string& name, int index, const std::string& value) {
  end_body_run();
  if (value.empty()) return remove_header(name, index);
  const auto found = find(name, index);
  if (found == fields_.end()) {
    complaints_.push_back("appended " + name + " instead of a change");
    fields_.push_back({{name, value_of(value)}});
  } else {
    found->field = {name, value_of(value)};
  }
  return true;
}

bool ModelMta::remove_header(const std::string& name, int index) {
  end_body_run();
  const auto found = find(name, index);
  if (found == fields_.end()) {
    complaints_.push_back("no " + name + " to remove");
  } else {
    fields_.erase(found);
  }
  return true;
}

bool ModelMta::add_header(const std::string& name, const std::string& value) {
  end_body_run();
  fields_.push_back({{name, value_of(value)}});
  return true;
}

bool ModelMta::insert_header(int index, const std::string& name, const std::string& value) {
  end_body_run();
  const auto position = std::min(fields_.size(), static_cast<std::size_t>(index));
  fields_.insert(fields_.begin() + static_cast<std::ptrdiff_t>(position), Field{{name, value_of(value)}});
  return true;
}

bool ModelMta::replace_body(std::string_view bytes) {
  if (body_run_ended_) complaints_.push_back("body replacement requests can't currently be mixed");
  if (!replaced_) replaced_.emplace();
  *replaced_ += bytes;
  return true;
}

bool ModelMta::remove_recipient(const std::string& argument) {
  end_body_run();
  envelope_changes_.push_back('-' + argument);
  return true;
}

bool ModelMta::add_recipient(const std::string& address) {
  end_body_run();
  envelope_changes_.push_back('+' + address);
  return true;
}

bool ModelMta::hold(const std::string&) {
  end_body_run();
  envelope_changes_.emplace_back("hold");
  return true;
}

message::HeaderList ModelMta::headers() const {
  message::HeaderList out;
  for (const Field& field : fields_) {
    if (!field.own) out.push_back(field.field);
  }
  return out;
}

std::size_t ModelMta::own_received_at() const {
  const auto own = std::find_if(fields_.begin(), fields_.end(), [](const Field& field) { return field.own; });
  return static_cast<std::size_t>(own - fields_.begin());
}

std::string print(const message::HeaderList& headers, std::string_view body) {
  std::string out;
  for (const message::HeaderField& field : headers) out += field.name + ':' + field.value + '\n';
  out += '\n';
  out += body;
  if (!out.ends_with('\n')) out += "\r\n";
  return out;
}

std::string deliver(const message::Message& message, const milter::Plan& plan) {
  ModelMta mta(message.headers, message.body);
  if (!milter::apply(plan, message.body, mta)) throw std::logic_error("a request was not taken");
  if (!mta.complaints().empty()) throw std::logic_error(mta.complaints().front());
  return print(mta.headers(), mta.body());
}

}  // namespace waybill::model
