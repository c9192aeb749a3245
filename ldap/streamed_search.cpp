// ldap/streamed_search.cpp: page after page, entry after entry.
#include "ldap/streamed_search.h"

#include <array>
#include <string>
#include <vector>

#include "ldap/attribute_description.h"
#include "ldap/pages.h"

namespace waybill::ldap {

class Stream {
 public:
  Stream(Connection& connection, const Search& search, const TakeEntry& take)
      : connection_(connection), handle_(connection.handle_.get()), search_(search), take_(take) {
    for (const std::string& name : search.attributes) names_.push_back(const_cast<char*>(name.c_str()));
    names_.push_back(nullptr);
  }

  base::Result<Streamed> run() {
    do {
      int code = read_page();
      if (in_pages_ && out_.entries == 0 && refuses_pages(code)) {
        in_pages_ = false;
        code = read_page();
      }
      if (code == LDAP_SIZELIMIT_EXCEEDED) out_.end = End::CutOff;
      if (code != LDAP_SUCCESS && code != LDAP_SIZELIMIT_EXCEEDED) return connection_.failed("search", code);
    } while (out_.end == End::Complete && !cookie_.empty());
    return out_;
  }

 private:
  // The code of the result; LDAP_SUCCESS also when no more is wanted.
  int read_page() {
    int id = 0;
    const int sent = send(id);
    if (sent != LDAP_SUCCESS) return sent;
    cookie_.clear();
    for (;;) {
      timeval patience = time_of_search();
      LDAPMessage* received = nullptr;
      const int type = ldap_result(handle_, id, LDAP_MSG_ONE, &patience, &received);
      const Message message(received);
      if (type == LDAP_RES_SEARCH_ENTRY && take(received)) continue;
      if (type == LDAP_RES_SEARCH_RESULT) return read_result(received);
      if (type == LDAP_RES_SEARCH_REFERENCE || type == LDAP_RES_INTERMEDIATE) continue;
      ldap_abandon_ext(handle_, id, nullptr, nullptr);
      if (type > 0) return LDAP_SUCCESS;
      connection_.broken_ = true;
      return type == 0 ? LDAP_TIMEOUT : LDAP_SERVER_DOWN;
    }
  }

  int send(int& id) {
    const Control control = in_pages_ ? page_control(handle_, cookie_) : nullptr;
    std::array<LDAPControl*, 2> controls = {control.get(), nullptr};
    timeval time = time_of_search();
    return ldap_search_ext(handle_, search_.base.c_str(), search_.subtree ? LDAP_SCOPE_SUBTREE : LDAP_SCOPE_BASE,
                           search_.filter.c_str(), names_.data(), 0, controls.data(), nullptr, &time, LDAP_NO_LIMIT,
                           &id);
  }

  timeval time_of_search() const {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(connection_.patience_);
    return {static_cast<time_t>(seconds.count()), 0};
  }

  bool take(LDAPMessage* entry) {
    message::Entry taken = connection_.to_entry(entry);
    taken.attributes = by_type(taken.attributes, search_.attributes);
    if (!take_(taken)) {
      out_.end = End::Enough;
      return false;
    }
    ++out_.entries;
    return true;
  }

  int read_result(LDAPMessage* result) {
    int code = LDAP_SUCCESS;
    LDAPControl** received = nullptr;
    const int parsed = ldap_parse_result(handle_, result, &code, nullptr, nullptr, nullptr, &received, 0);
    const Controls freed(received);
    cookie_ = next_page(handle_, received);
    return parsed == LDAP_SUCCESS ? code : parsed;
  }

  Connection& connection_;
  LDAP* const handle_;
  const Search& search_;
  const TakeEntry& take_;
  std::vector<char*> names_;
  bool in_pages_ = true;
  std::string cookie_;  // of the server: where the next page begins
  Streamed out_;
};

base::Result<Streamed> search_streamed(Connection& connection, const Search& search, const TakeEntry& take) {
  return Stream(connection, search, take).run();
}

base::Result<bool> finds_any(Connection& connection, const Search& search) {
  const auto found = search_streamed(connection, search, [](const message::Entry&) { return false; });
  if (!found) return found.error();
  return found->end == End::Enough;
}

}  // namespace waybill::ldap
