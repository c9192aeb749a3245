// ldap/streamed_search.cpp: page after page, entry after entry.
#include "ldap/streamed_search.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ldap/attribute_description.h"

namespace waybill::ldap {
namespace {

constexpr int kPageEntries = 500;  // Active Directory gives 1,000 at most

struct FreeMessage {
  void operator()(LDAPMessage* message) const { ldap_msgfree(message); }
};
struct FreeControl {
  void operator()(LDAPControl* control) const { ldap_control_free(control); }
};
using Message = std::unique_ptr<LDAPMessage, FreeMessage>;
using Control = std::unique_ptr<LDAPControl, FreeControl>;

// Known, and not allowed to us (limits of slapd).
bool refuses_pages(int code) {
  return code == LDAP_ADMINLIMIT_EXCEEDED || code == LDAP_UNWILLING_TO_PERFORM ||
         code == LDAP_UNAVAILABLE_CRITICAL_EXTENSION;
}

}  // namespace

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
    berval where{cookie_.size(), cookie_.data()};
    LDAPControl* made = nullptr;
    if (in_pages_) ldap_create_page_control(handle_, kPageEntries, &where, 0, &made);
    const Control control(made);
    std::array<LDAPControl*, 2> controls = {made, nullptr};
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
    taken.attributes = by_type(taken.attributes);
    if (!take_(taken)) {
      out_.end = End::Enough;
      return false;
    }
    ++out_.entries;
    return true;
  }

  int read_result(LDAPMessage* result) {
    int code = LDAP_SUCCESS;
    LDAPControl** controls = nullptr;
    const int parsed = ldap_parse_result(handle_, result, &code, nullptr, nullptr, nullptr, &controls, 0);
    LDAPControl* const page = ldap_control_find(LDAP_CONTROL_PAGEDRESULTS, controls, nullptr);
    ber_int_t estimate = 0;
    berval cookie = {};
    if (page != nullptr && ldap_parse_pageresponse_control(handle_, page, &estimate, &cookie) == LDAP_SUCCESS) {
      if (cookie.bv_val != nullptr) cookie_.assign(cookie.bv_val, cookie.bv_len);
      ber_memfree(cookie.bv_val);
    }
    ldap_controls_free(controls);
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

}  // namespace waybill::ldap
