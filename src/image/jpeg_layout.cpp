#include "image/jpeg_layout.h"

#include <string_view>

#include "image/reader.h"

namespace media::image {
namespace {

constexpr int end_of_image = 0xd9, start_of_scan = 0xda;

// Moves behind the next marker and returns its second byte; 0 at the end
// of the file. Bytes before it are skipped.
int next_marker(Reader& in) {
  for (in.find(0xff); in.left() >= 2; in.find(0xff)) {
    in.skip(1);
    int code = in.u8();
    while (code == 0xff && in.left() > 0) code = in.u8();  // fill bytes
    if (code != 0) return code;
  }
  return 0;
}

bool stands_alone(int marker) {
  return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}  // TEM, RSTn, SOI

// SOF0…SOF15 without DHT, JPG and DAC, whose codes lie among them.
bool is_frame_header(int marker) {
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

void read_segment(int marker, size_t at, ByteView data, JpegLayout& out) {
  Reader in(data);
  if (is_frame_header(marker) && out.frame_marker == 0 && data.size() >= 6) {
    out.frame_marker = marker;
    out.height_at = at + 1;
    out.precision = in.u8();
    out.height = in.be16();
    out.width = in.be16();
    out.components = in.u8();
  } else if (marker == 0xe1 && out.exif.empty() && in.next_is(std::string_view("Exif\0\0", 6))) {
    out.exif = data.subspan(6);
  } else if (marker == 0xe2 && in.next_is("ICC_PROFILE")) {
    out.has_icc_profile = true;
  } else if (marker == 0xee && in.next_is("Adobe")) {
    out.has_adobe = true;
  }
}

}  // namespace

JpegLayout read_jpeg(ByteView file, bool to_end) {
  JpegLayout out;
  Reader in(file);
  in.skip(2);
  out.usable = in.position();
  bool in_scan = false;
  size_t scan_ended = in.position();
  for (int marker = next_marker(in); marker != 0; marker = next_marker(in)) {
    if (stands_alone(marker)) continue;
    out.usable = in.position() - 2;
    if (in_scan) scan_ended = out.usable;
    in_scan = false;
    if (marker == end_of_image) {
      out.is_whole = true;
      return out;
    }
    int length = in.be16();
    size_t at = in.position();
    ByteView data = in.take(length < 2 ? 0 : static_cast<uint64_t>(length - 2));
    if (in.past_end()) return out;
    read_segment(marker, at, data, out);
    if (marker != start_of_scan) continue;
    in_scan = true;
    ++out.scans;
    out.last_scan_at = scan_ended;
    if (!to_end) return out;
  }
  if (in_scan)
    out.usable = file[file.size() - 1] == 0xff ? file.size() - 1 : file.size();  // no half of a marker
  return out;
}

}  // namespace media::image
