// JPEG, ITU T.81 annex B: marker segments up to the first scan; and the walk to the end of the image.
#include "image/headers.h"
#include "image/reader.h"

namespace media::image {
namespace {

// Moves behind the next marker and returns its second byte; 0 at the end of the file. Bytes before it are skipped.
int next_marker(Reader& in) {
  while (in.left() >= 2) {
    if (in.u8() != 0xff) continue;
    int code = in.u8();
    while (code == 0xff && in.left() > 0) code = in.u8();  // fill bytes
    if (code != 0) return code;
  }
  return 0;
}

bool stands_alone(int marker) { return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8); }  // TEM, RSTn, SOI

// SOF0…SOF15 without DHT, JPG and DAC, whose codes lie among them.
bool is_frame_header(int marker) {
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

bool read_frame(ByteView data, Info& info) {
  Reader in(data);
  info.bit_depth = in.u8();
  info.stored_height = in.be16();
  info.stored_width = in.be16();
  return !in.past_end() && info.stored_width > 0;
}

}  // namespace

Result<Info> jpeg_header(ByteView file) {
  Reader in(file);
  in.skip(2);
  Info info;
  info.format = Format::jpeg;
  bool has_frame = false, has_exif = false;
  for (int marker = next_marker(in); marker != 0 && marker != 0xda && marker != 0xd9; marker = next_marker(in)) {
    if (stands_alone(marker)) continue;
    int length = in.be16();
    if (length < 2) return corrupt("The JPEG is damaged in its headers.");
    ByteView data = in.take(static_cast<uint64_t>(length - 2));
    if (is_frame_header(marker) && !has_frame) {
      if (!read_frame(data, info)) return corrupt("The JPEG is damaged in its frame header.");
      if (info.stored_height == 0) {
        return Error{ErrorCode::unsupported_format, "A JPEG that gives its height only after the pixels cannot be read."};
      }
      has_frame = true;
    }
    if (marker == 0xe1 && !has_exif && Reader(data).next_is(std::string_view("Exif\0\0", 6))) {
      info.orientation = exif_orientation(data.subspan(6));
      has_exif = true;
    }
    if (marker == 0xe2 && Reader(data).next_is("ICC_PROFILE")) info.has_icc_profile = true;
  }
  if (!has_frame) return corrupt("The JPEG ends before its size is told.");
  return info;
}

JpegExtent jpeg_extent(ByteView file) {
  Reader in(file);
  in.skip(2);
  bool in_scan = false;
  size_t whole_segments = in.position();
  for (int marker = next_marker(in); marker != 0; marker = next_marker(in)) {
    if (marker == 0xd9) return {in.position() - 2, true};
    if (stands_alone(marker)) continue;
    whole_segments = in.position() - 2;
    in_scan = false;
    int length = in.be16();
    in.skip(length < 2 ? 0 : static_cast<uint64_t>(length - 2));
    if (in.past_end()) return {whole_segments, false};
    in_scan = marker == 0xda;
  }
  size_t end = file.size();
  if (in_scan && file[end - 1] == 0xff) --end;  // half of a marker
  return {in_scan ? end : whole_segments, false};
}

}  // namespace media::image
