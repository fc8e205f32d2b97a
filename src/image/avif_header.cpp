// AVIF: boxes of ISO/IEC 14496-12 and 23008-12 (HEIF). The primary item's
// properties tell its size, depth and turn.
#include <string_view>

#include "image/headers.h"
#include "image/reader.h"

namespace media::image {
namespace {

constexpr std::string_view kAlphaUrn = "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha";

struct Box {
  std::string_view type;
  ByteView data;
};

bool next_box(Reader& in, Box& out) {
  if (in.left() < 8) return false;
  uint64_t size = in.be32();
  ByteView name = in.take(4);
  out.type = {reinterpret_cast<const char*>(name.data()), 4};
  uint64_t header = 8;
  if (size == 1) {
    size = uint64_t{in.be32()} << 32;
    size |= in.be32();
    header = 16;
  }
  if (size == 0) size = header + in.left();  // to the end of the file
  if (size < header) return false;
  out.data = in.take(size - header);
  return true;
}

// The first box of a type inside `data`, after `skipped` bytes; empty when there is none.
ByteView find(ByteView data, std::string_view type, size_t skipped = 0) {
  Reader in(data);
  in.skip(skipped);
  for (Box box; next_box(in, box);) {
    if (box.type == type) return box.data;
  }
  return {};
}

constexpr size_t kFull = 4;  // version and flags of a FullBox

uint32_t primary_item(ByteView meta) {
  Reader in(find(meta, "pitm", kFull));
  bool wide = in.u8() != 0;
  in.skip(3);
  return wide ? in.be32() : in.be16();
}

// How irot (quarter turns anticlockwise) and then imir (0: top and bottom change places, 1:
// left and right) read as an EXIF orientation.
int orientation(int turns, int mirror) {
  static constexpr uint8_t turned[4] = {1, 8, 3, 6}, flipped[4][2] = {{4, 2}, {5, 7}, {2, 4}, {7, 5}};
  return mirror < 0 ? turned[turns] : flipped[turns][mirror];
}

struct Transform {
  int turns = 0, mirror = -1;
};

void read_property(const Box& box, Info& info, Transform& transform) {
  Reader in(box.data);
  if (box.type == "ispe") {
    in.skip(kFull);
    uint32_t width = in.be32(), height = in.be32();
    info.stored_width = width <= INT32_MAX ? static_cast<int>(width) : 0;
    info.stored_height = height <= INT32_MAX ? static_cast<int>(height) : 0;
  } else if (box.type == "pixi") {
    in.skip(kFull);
    if (in.u8() > 0) info.bit_depth = in.u8();
  } else if (box.type == "av1C") {  // seq_profile and so on; then high_bitdepth and twelve_bit
    in.skip(2);
    int flags = in.u8();
    info.bit_depth = (flags & 0x40) == 0 ? 8 : (flags & 0x20) == 0 ? 10 : 12;
  } else if (box.type == "irot") {
    transform.turns = in.u8() & 3;
  } else if (box.type == "imir") {
    transform.mirror = in.u8() & 1;
  } else if (box.type == "colr") {
    info.has_icc_profile = info.has_icc_profile || in.next_is("prof") || in.next_is("rICC");
  }
}

// Property number `wanted` of ipco, counted from 1; 0 is none.
bool property(ByteView ipco, int wanted, Box& out) {
  Reader in(ipco);
  while (wanted > 0 && next_box(in, out)) {
    if (--wanted == 0) return true;
  }
  return false;
}

void read_primary(ByteView iprp, uint32_t item, Info& info) {
  ByteView ipco = find(iprp, "ipco");
  Reader in(find(iprp, "ipma"));
  bool wide_id = in.u8() != 0;
  in.skip(2);
  bool wide_index = (in.u8() & 1) != 0;
  Transform transform;
  bool found = false;
  for (uint32_t entries = in.be32(); entries > 0 && !found && !in.past_end(); --entries) {
    uint32_t id = wide_id ? in.be32() : in.be16();
    found = id == item;
    for (int count = in.u8(); count > 0; --count) {
      int index = wide_index ? in.be16() & 0x7fff : in.u8() & 0x7f;
      Box box;
      if (found && property(ipco, index, box)) read_property(box, info, transform);
    }
  }
  info.orientation = orientation(transform.turns, transform.mirror);
  Reader properties(ipco);
  for (Box box; next_box(properties, box);) {
    if (box.type != "auxC") continue;
    Reader type(box.data);
    type.skip(kFull);
    if (type.next_is(kAlphaUrn)) info.has_alpha = true;
  }
}

// A sequence's samples, by its first track.
uint32_t sample_count(ByteView file) {
  ByteView box = find(file, "moov");
  for (std::string_view type : {"trak", "mdia", "minf", "stbl", "stsz"}) box = find(box, type);
  Reader in(box);
  in.skip(kFull + 4);
  return in.be32();
}

}  // namespace

Result<Info> avif_header(ByteView file) {
  Info info;
  info.format = Format::avif;
  ByteView meta = find(file, "meta");
  read_primary(find(meta, "iprp", kFull), primary_item(meta), info);
  if (info.stored_width <= 0 || info.stored_height <= 0)
    return corrupt("The AVIF does not tell the size of its picture.");
  uint32_t frames = sample_count(file);
  if (frames > 1 && frames <= INT32_MAX) info.frame_count = static_cast<int>(frames);
  return info;
}

}  // namespace media::image
