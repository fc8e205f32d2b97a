// How a call crosses to JavaScript and back. Inputs are (address, byte length) pairs in the wasm heap and plain
// numbers; the answer is one Reply, which JavaScript copies out and frees with reply_free. Bindings hold no rules.
#pragma once

#include <cstdint>
#include <new>
#include <span>
#include <string>
#include <string_view>

#include "base/buffer.h"
#include "base/error.h"
#include "base/json.h"

namespace media::bridge {

using Address = uintptr_t;

// Functions that JavaScript finds under their own names: plain exports of the module, without glue on either side.
#define MEDIA_EXPORT extern "C" __attribute__((used))

// An owned answer. The first eight words are read by js/src/core.ts; keep the two in step.
struct Reply {
  uint32_t ok = 0;
  uint32_t text_address = 0, text_length = 0;  // UTF-8: JSON of a result's small parts, or an error's message
  uint32_t data_address = 0, data_length = 0;  // bytes: pixels, an encoded file, a request body
  // Bytes that belong into `data`, `late_at` from its start, but were not copied there: they lie in an input, which
  // stays as long as the answer is read.
  uint32_t late_at = 0, late_address = 0, late_length = 0;
  std::string text;
  Bytes data;
  std::string body;  // in place of `data`
};

inline Address send(Reply* reply) {
  reply->text_address = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(reply->text.data()));
  reply->text_length = static_cast<uint32_t>(reply->text.size());
  if (reply->body.empty()) {
    reply->data_address = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(reply->data.data()));
    reply->data_length = static_cast<uint32_t>(reply->data.size());
  } else {
    reply->data_address = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(reply->body.data()));
    reply->data_length = static_cast<uint32_t>(reply->body.size());
  }
  return reinterpret_cast<Address>(reply);
}

inline Address reply(std::string text, Bytes data = {}) {
  auto* r = new Reply;
  r->ok = 1;
  r->text = std::move(text);
  r->data = std::move(data);
  return send(r);
}

// With bytes that are not copied. They lie in an input of the call or in `data`.
inline Address reply(std::string text, std::string body, size_t late_at, std::string_view late, Bytes data = {}) {
  auto* r = new Reply;
  r->ok = 1;
  r->text = std::move(text);
  r->body = std::move(body);
  r->data = std::move(data);
  r->late_at = static_cast<uint32_t>(late_at);
  r->late_address = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(late.data()));
  r->late_length = static_cast<uint32_t>(late.size());
  return send(r);
}

// An error's text is its code, a newline, and its message.
inline Address fail(const Error& error) {
  auto* r = new Reply;
  r->text = std::string(error_name(error.code)) + "\n" + error.message;
  return send(r);
}

inline Address send_text(Result<std::string> result) {
  return result ? reply(std::move(*result)) : fail(result.error());
}

inline ByteView bytes(Address address, uint32_t length) {
  return {reinterpret_cast<const uint8_t*>(address), length};
}

inline std::string_view text(Address address, uint32_t length) {
  return {reinterpret_cast<const char*>(address), length};
}

template <class T>
std::span<T> array(Address address, uint32_t byte_length) {
  return {reinterpret_cast<T*>(address), byte_length / sizeof(T)};
}

}  // namespace media::bridge
