// store/redis_replies.cpp: what hiredis calls for each value.
#include "store/redis_replies.h"

#include <hiredis/read.h>

#include <exception>
#include <new>
#include <utility>

#include "base/text.h"

namespace waybill::store {
namespace {

using Kind = RedisReply::Kind;

// A value in its place: the root on its own, all others in the array of their parent, which does not grow before they
// are whole. Null, which hiredis takes for a lack of memory: too many of them, or no memory.
void* add(const redisReadTask* task, RedisReply value) noexcept {
  try {
    auto* const allowance = static_cast<RedisReplies::Allowance*>(task->privdata);
    if (++allowance->items > RedisReplies::kMostItems) return nullptr;
    if (task->parent == nullptr) return new RedisReply(std::move(value));
    auto* const parent = static_cast<RedisReply*>(task->parent->obj);
    return &parent->items.emplace_back(std::move(value));
  } catch (const std::exception&) {
    return nullptr;
  }
}

void* add_text(const redisReadTask* task, char* bytes, size_t size) noexcept {
  const Kind kind = task->type == REDIS_REPLY_ERROR    ? Kind::Error
                    : task->type == REDIS_REPLY_STATUS ? Kind::Status
                                                       : Kind::Text;
  try {
    return add(task, {.kind = kind, .text = std::string(bytes, size)});
  } catch (const std::exception&) {
    return nullptr;
  }
}
void* add_array(const redisReadTask* task, int) noexcept { return add(task, {.kind = Kind::Array}); }
void* add_integer(const redisReadTask* task, long long number) noexcept {
  return add(task, {.kind = Kind::Integer, .number = number});
}
void* add_nil(const redisReadTask* task) noexcept { return add(task, {}); }
void free_root(void* reply) noexcept { delete static_cast<RedisReply*>(reply); }

redisReplyObjectFunctions functions = {add_text, add_array, add_integer, add_nil, free_root};

base::Error not_understood(const std::string& why) {
  return {base::ErrorKind::Unavailable, "this is no Redis, or it says too much: " + base::printable(why)};
}

}  // namespace

void RedisReplies::Free::operator()(redisReader* reader) const noexcept { redisReaderFree(reader); }

RedisReplies::RedisReplies() : reader_(redisReaderCreateWithFunctions(&functions)) {
  if (!reader_) throw std::bad_alloc();
  reader_->privdata = allowance_.get();
}

void RedisReplies::put(std::string_view bytes) {
  allowance_->bytes += bytes.size();
  if (allowance_->bytes <= kMostBytes) redisReaderFeed(reader_.get(), bytes.data(), bytes.size());
}

base::Result<std::optional<RedisReply>> RedisReplies::next() {
  if (allowance_->bytes > kMostBytes) return not_understood("more than " + std::to_string(kMostBytes) + " bytes");
  void* found = nullptr;
  if (redisReaderGetReply(reader_.get(), &found) != REDIS_OK) return not_understood(reader_->errstr);
  if (found == nullptr) return std::optional<RedisReply>();
  const std::unique_ptr<RedisReply> reply(static_cast<RedisReply*>(found));
  return std::optional(std::move(*reply));
}

bool RedisReplies::is_empty() const {
  const bool has_begun = reader_->ridx > 0 || (reader_->ridx == 0 && reader_->rstack[0].type >= 0);
  return reader_->pos == reader_->len && !has_begun;
}

}  // namespace waybill::store
