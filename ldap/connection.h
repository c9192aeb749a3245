// ldap/connection.h: one connection to one directory server.
//
// What: open() connects, secures and binds; search() asks. All of libldap's calls for servers stand here.
// Not here: which server (ldap/servers.h).
//
// Contract
//   Belongs to one worker thread; no mail thread calls it (ldap/server_directory.h).
//   open() and search() return at their deadline, but for name look-ups, which the C library does not bound.
//   Certificates, and that TLS is not older than options.tls_minimum, are verified before anything is sent that is not
//   public; referrals are not followed. After an error that is_broken() names, the connection is of no more use: it is
//   gone, or the server is not well (busy, unavailable, operationsError, other). Any other error is about the question.
//   A search below its base is asked for in pages, where the server knows that (RFC 2696) and Search::in_pages wants
//   it: a limit on what one answer may hold does not cut it off then. Entries come with whole attributes under their
//   plain names (ldap/attribute_description.h): what Active Directory gives in ranges is read to its end, or the search
//   fails.
// Why LDAP_OPT_CONNECT_ASYNC: without it, libldap with GnuTLS on a server that accepts and stays silent spins in the
// TLS handshake past every time limit (seen with 2.5.13 on Debian 12). No read blocks for long: in the
// middle of a TLS record it would hang until the server goes on.
#pragma once

#include <ldap.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "ldap/options.h"
#include "message/fact.h"

namespace waybill::ldap {

using Deadline = std::chrono::steady_clock::time_point;

struct Search {
  std::string base;
  bool subtree = true;  // else only the base itself
  std::string filter;
  std::vector<std::string> attributes;  // {"1.1"}: none
  bool in_pages = true;                 // else in one answer
};

struct SearchResult {
  std::vector<message::Entry> entries;
  bool no_such_base = false;  // or it is no DN; of several directories also where the server refers to another for it
  bool truncated = false;     // there are more, but a size limit cut them off
  std::string elsewhere;      // the URL of a server that may have more below the base; of several directories: empty
};

class Connection {
 public:
  static base::Result<Connection> open(const Options& options, const std::string& uri, Deadline deadline);

  // A filter that is none is Invalid.
  base::Result<SearchResult> search(const Search& search, Deadline deadline);
  const std::string& uri() const { return uri_; }
  bool is_broken() const { return broken_; }
  std::size_t searches() const { return searches_; }  // calls of search()
  bool is_active_directory() const { return active_directory_; }

 private:
  friend class Examiner;  // ldap/examination.h: the same steps, one by one
  friend class Stream;    // ldap/streamed_search.h: the same search, entry by entry
  struct Close {
    void operator()(LDAP* handle) const { ldap_unbind_ext(handle, nullptr, nullptr); }
  };

  struct Page {
    std::string cookie = {};  // of the server: where the next one begins; empty: at the beginning, or this was the last
    int number = 0;
  };

  // open() and search(), untold.
  static base::Result<Connection> connect(const Options& options, const std::string& uri, Deadline deadline);
  static base::Result<Connection> begin(const std::string& uri);  // connects nothing yet
  base::Result<SearchResult> answer(const Search& search, Deadline deadline);
  Connection(LDAP* handle, std::string uri) : handle_(handle), uri_(std::move(uri)) {}

  // `verify` false: any certificate will do; nothing secret may be sent then.
  // False: cannot_use_files().
  bool configure(const Options& options, Deadline deadline, bool verify = true);
  static base::Error cannot_use_files(const Options& options);
  base::Result<bool> start_tls(Deadline deadline);
  base::Result<bool> bind(const Options& options, Deadline deadline);
  base::Result<bool> recognize(const Options& options, Deadline deadline);
  std::string tls_version() const;  // as GnuTLS names it, such as TLS1.2; empty: there is no TLS
  // Sends by `send`, which libldap may want to be called again while it connects; the result message.
  template <class Send>
  int exchange(Send send, Deadline deadline, LDAPMessage** answer);
  // These add to `out`; entries have their attributes as the server writes them. A server that refuses pages makes
  // knows_pages_ false, and is to be asked again.
  std::optional<base::Error> read_pages(const Search& search, Deadline deadline, SearchResult& out);
  std::optional<base::Error> read_page(const Search& search, Deadline deadline, Page& page, SearchResult& out);
  std::optional<base::Error> read_ranges(message::Entry& entry, Deadline deadline);
  // A continuation (RFC 4511, 4.5.3) that may lead to people or groups; else empty.
  std::string read_reference(LDAPMessage* message) const;
  base::Error failed(const std::string& what, int code) const;
  message::Entry to_entry(LDAPMessage* message) const;

  std::unique_ptr<LDAP, Close> handle_;
  std::string uri_;
  std::chrono::milliseconds patience_ = {};  // of one search
  std::shared_ptr<Trace> trace_ = nullptr;
  bool is_one_of_several_ = false;
  bool broken_ = false;
  std::size_t searches_ = 0;
  bool active_directory_ = false;
  bool knows_pages_ = false;
};

}  // namespace waybill::ldap
