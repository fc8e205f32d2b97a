// Asking for memory before it is needed.
#pragma once

#include "base/buffer.h"

namespace media {

// Whether so many bytes can be had in one piece: asked before work in std::vectors, for which running out of memory
// is the end of the WebAssembly module. What is allocated afterwards, up to that much in all, fits into that piece.
inline Result<Done> room_for(size_t bytes) {
  const auto room = Buffer<uint8_t>::make(bytes);
  if (!room) return room.error();
  // A write that it must keep: else a compiler may leave the allocation out.
  if (bytes != 0) *const_cast<volatile uint8_t*>(room->data()) = 0;
  return Done{};
}

}  // namespace media
