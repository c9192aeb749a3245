// ldap/streamed_search.h: a search whose entries are too many to keep.
//
// What: asks in pages (RFC 2696), so that a limit on one answer does not cut it off, and hands each entry over as it
// comes. A server that has no pages, or refuses them, is asked once.
// Contract: memory for a page at most, whatever the server does. Each page may take as long as one search
//   (options.operation_timeout), counted anew with each entry that comes; so a server that goes on is never cut off.
// Fails: as Connection::search(); a search base that does not exist is an error.
// Later: Connection::search() could be this with a `take` that keeps the entries.
#pragma once

#include <cstddef>
#include <functional>

#include "base/result.h"
#include "ldap/connection.h"

namespace waybill::ldap {

enum class End {
  Complete,
  Enough,  // `take` wanted no more
  CutOff,  // by a size limit of the server
};

struct Streamed {
  std::size_t entries = 0;  // that were taken
  End end = End::Complete;
};

// Whether it wants more.
using TakeEntry = std::function<bool(const message::Entry&)>;

base::Result<Streamed> search_streamed(Connection& connection, const Search& search, const TakeEntry& take);

// Whether it finds anything; the first entry is the last that is read.
base::Result<bool> finds_any(Connection& connection, const Search& search);

}  // namespace waybill::ldap
