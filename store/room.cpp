// store/room.cpp: two deletions and a look at the size.
#include "store/room.h"

namespace waybill::store {
namespace {

constexpr const char* kUsedBytes =
    "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size";

}  // namespace

base::Result<Room> Room::prepare(const Database& database, const char* drop_over, const char* drop_oldest,
                                 std::int64_t most_bytes) {
  auto over = database.prepare(drop_over);
  if (!over) return over.error();
  auto oldest = database.prepare(drop_oldest);
  if (!oldest) return oldest.error();
  auto used_bytes = database.prepare(kUsedBytes);
  if (!used_bytes) return used_bytes.error();
  return Room(std::move(*over), std::move(*oldest), std::move(*used_bytes), most_bytes);
}

std::optional<base::Error> Room::make(std::int64_t over, std::int64_t step) {
  constexpr std::int64_t kManyTimes = 5;
  constexpr std::int64_t kAtOnce = 16;  // few, as one row may be large
  if (auto error = drop_over_.bind(over).bind(step).run()) return error;
  for (std::int64_t dropped = 0; dropped < kManyTimes * step; dropped += kAtOnce) {
    const auto used = used_bytes_.number();
    if (!used) return used.error();
    if (used->value_or(0) <= most_bytes_) break;
    if (auto error = drop_oldest_.bind(kAtOnce).run()) return error;
  }
  return std::nullopt;
}

}  // namespace waybill::store
