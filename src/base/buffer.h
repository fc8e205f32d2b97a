// Large memory whose allocation may fail: pixels, tensors, encoded files.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <utility>

#include "base/error.h"

namespace media {

// An owning array of trivially copyable T. operator new would abort the WebAssembly module when memory runs
// out; this reports it instead. Movable, not copyable.
template <class T>
class Buffer {
 public:
  Buffer() = default;
  Buffer(Buffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  Buffer& operator=(Buffer&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~Buffer() { std::free(data_); }

  // Uninitialised memory for `count` elements; out_of_memory when it cannot be had.
  static Result<Buffer> make(size_t count) {
    Buffer out;
    if (count > SIZE_MAX / sizeof(T)) return no_memory();
    if (count != 0) {
      out.data_ = static_cast<T*>(std::malloc(count * sizeof(T)));
      if (out.data_ == nullptr) return no_memory();
    }
    out.size_ = count;
    return out;
  }

  // The same, all bytes zero.
  static Result<Buffer> zeroed(size_t count) {
    auto out = make(count);
    if (out && count != 0) std::memset(out->data_, 0, count * sizeof(T));
    return out;
  }

  // Takes over memory that came from malloc (a C library's result).
  static Buffer adopt(T* data, size_t count) {
    Buffer out;
    out.data_ = data;
    out.size_ = count;
    return out;
  }

  // Gives the tail back after an encoder needed less than its bound. `count` ≤ size().
  void shrink(size_t count) {
    if (count >= size_) return;
    if (void* smaller = std::realloc(data_, count != 0 ? count * sizeof(T) : 1)) data_ = static_cast<T*>(smaller);
    size_ = count;
  }

  // Room for more, the elements kept; what is added is uninitialised. False, and nothing changed, without memory.
  [[nodiscard]] bool grow(size_t count) {
    if (count <= size_) return true;
    if (count > SIZE_MAX / sizeof(T)) return false;
    void* const larger = std::realloc(data_, count * sizeof(T));
    if (larger == nullptr) return false;
    data_ = static_cast<T*>(larger);
    size_ = count;
    return true;
  }

  T* data() { return data_; }
  const T* data() const { return data_; }
  size_t size() const { return size_; }
  std::span<T> span() { return {data_, size_}; }
  std::span<const T> span() const { return {data_, size_}; }
  T& operator[](size_t i) { return data_[i]; }
  const T& operator[](size_t i) const { return data_[i]; }

 private:
  static Error no_memory() { return {ErrorCode::out_of_memory, "There is not enough memory for this image."}; }

  T* data_ = nullptr;
  size_t size_ = 0;
};

using Bytes = Buffer<uint8_t>;
using ByteView = std::span<const uint8_t>;

}  // namespace media
