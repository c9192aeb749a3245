// milter/plan.cpp: ordering of requests, and what an MTA wants to see in a value.
#include "milter/plan.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "message/compose.h"

namespace waybill::milter {
namespace {

std::string value_for_mta(std::string_view value, bool leading_space) {
  if (!leading_space && value.starts_with(' ')) value.remove_prefix(1);
  std::string out;
  std::copy_if(value.begin(), value.end(), std::back_inserter(out), [](char c) { return c != '\r' && c != '\0'; });
  return out.empty() ? " " : out;
}

class Requests {
 public:
  Requests(const message::HeaderList& headers, bool leading_space) : leading_space_(leading_space) {
    for (const message::HeaderField& field : headers) ++counts_[base::lower(field.name)];
  }

  void operator()(const message::InsertHeader& e) {
    above_.push_back({HeaderRequest::Kind::Insert, e.name, 0, value_for_mta(e.value, leading_space_)});
  }
  void operator()(const message::AddHeader& e) {
    below_.push_back({HeaderRequest::Kind::Add, e.name, 0, value_for_mta(e.value, leading_space_)});
  }
  void operator()(const message::ChangeHeader& e) {
    HeaderRequest* request = find(e.name, e.instance);
    if (request == nullptr || request->kind == HeaderRequest::Kind::Remove) return;
    request->value = value_for_mta(e.value, leading_space_);
  }
  void operator()(const message::RemoveHeader& e) {
    HeaderRequest* request = find(e.name, e.instance);
    if (request == nullptr) return;
    request->kind = HeaderRequest::Kind::Remove;
    request->value.clear();
  }
  void operator()(const message::SpliceBody&) {}

  std::vector<HeaderRequest> in_order() && {
    std::vector<HeaderRequest> out;
    for (auto& [key, request] : existing_) out.push_back(std::move(request));
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.index > b.index; });
    std::move(below_.begin(), below_.end(), std::back_inserter(out));
    std::move(above_.begin(), above_.end(), std::back_inserter(out));
    return out;
  }

 private:
  // The one request for that field; null when the message has no such field.
  HeaderRequest* find(const std::string& name, std::size_t instance) {
    const std::string key = base::lower(name);
    const auto count = counts_.find(key);
    if (count == counts_.end() || instance < 1 || instance > count->second) return nullptr;
    HeaderRequest& request = existing_[{key, instance}];
    request.name = name;
    request.index = static_cast<int>(instance);
    return &request;
  }

  bool leading_space_;
  std::map<std::string, std::size_t> counts_;
  std::map<std::pair<std::string, std::size_t>, HeaderRequest> existing_;
  std::vector<HeaderRequest> below_;
  std::vector<HeaderRequest> above_;
};

void plan_recipients(const message::Envelope& envelope, const message::Copy& copy, Plan& out) {
  const std::set<std::string> wanted(copy.recipients.begin(), copy.recipients.end());
  std::set<std::string> present;
  for (const message::Recipient& to : envelope.recipients) {
    present.insert(to.address);
    if (wanted.count(to.address) == 0) out.remove_recipients.push_back(to.argument);
  }
  std::set_difference(wanted.begin(), wanted.end(), present.begin(), present.end(),
                      std::back_inserter(out.add_recipients));
}

}  // namespace

Plan plan(const message::Message& message, const message::Copy& copy, bool leading_space) {
  Plan out{copy.verdict, copy.reply};
  if (copy.verdict != message::Verdict::Accept && copy.verdict != message::Verdict::Quarantine) return out;
  plan_recipients(message.envelope, copy, out);
  Requests requests(message.headers, leading_space);
  for (const message::Edit& edit : copy.edits) std::visit(requests, edit);
  out.headers = std::move(requests).in_order();
  if (message::changes_body(copy.edits)) out.body = &copy.edits;
  return out;
}

}  // namespace waybill::milter
