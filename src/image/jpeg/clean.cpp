#include <algorithm>
#include <string>

#include "image/headers.h"
#include "image/jpeg/layout.h"
#include "image/jpeg/markers.h"
#include "image/reader.h"

namespace media::image {
namespace {

constexpr int kMostComponents = 4;

// Says that four components are CMYK. Files without Adobe's marker are taken for what Adobe's programs write,
// inverted, as browsers and Pillow take them. Version 100, the rest 0.
constexpr uint8_t kAdobeSegment[16] = {0xff, kAdobe, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100};

// Reserved, or of a kind of JPEG that is not read: RES, SOI again, DHP, EXP, JPG and JPGn.
bool is_no_place_for(int marker) {
  return (marker >= 0x02 && marker < 0xc0) || marker == kStartOfImage || marker == 0xc8 || marker == 0xde ||
         marker == 0xdf || (marker >= 0xf0 && marker <= 0xfd);
}

class Cleaner {
 public:
  Cleaner(ByteView file, const JpegLayout& headers, int64_t max_work)
      : in_(file), file_(file), headers_(headers), max_work_(max_work) {}

  Result<Bytes> clean(bool allow_truncated) {
    auto out = Bytes::make(file_.size() + sizeof kAdobeSegment + 2);
    if (!out) return out;
    out_ = &*out;
    put(file_.first(2));
    if (headers_.components == 4 && !headers_.has_adobe) put(kAdobeSegment);
    in_.skip(2);
    while (!is_whole_ && why_ == nullptr && next_segment()) {
    }
    if (error_.message.size() > 0) return error_;
    if (!is_whole_ && why_ == nullptr) why_ = "The JPEG is truncated: its end is missing.";
    if (is_whole_ && coded_ != (1 << components_) - 1) why_ = "The JPEG lacks the pixels of a colour channel.";
    if (coded_ == 0) return corrupt(why_ == nullptr ? "The JPEG holds no pixels." : why_);
    if (why_ != nullptr && !allow_truncated) return corrupt(why_);
    const uint8_t end[2] = {0xff, kEndOfImage};
    put(end);
    out->shrink(size_);
    return out;
  }

 private:
  struct Component {
    int id = 0, across = 1, down = 1;  // sampling factors
    int quantiser = 0;
  };

  void put(ByteView bytes) {
    std::copy(bytes.begin(), bytes.end(), out_->data() + size_);
    size_ += bytes.size();
  }

  // False at the end of the file.
  bool next_segment() {
    int marker = next_jpeg_marker(in_);
    if (marker == 0) return false;
    if (marker == kEndOfImage) {
      is_whole_ = true;
      return true;
    }
    if (is_no_place_for(marker)) {
      why_ = "The JPEG is damaged: a marker stands where none may be.";
      return true;
    }
    if (jpeg_marker_stands_alone(marker)) return true;
    size_t from = in_.position();
    int length = in_.be16();
    ByteView data = in_.take(length < 2 ? 0 : static_cast<uint64_t>(length - 2));
    if (in_.past_end()) return false;
    ByteView whole = file_.subspan(from - 2, in_.position() - from + 2);
    if (marker == kStartOfScan) {
      scan(data, whole);
    } else if (is_jpeg_frame_header(marker)) {
      if (components_ > 0 || !frame(data)) why_ = "The JPEG is damaged in its header.";
      if (why_ == nullptr) put(whole);
    } else if (marker == kQuantisers || marker == kHuffman || marker == kRestarts) {
      if (!table(marker, data)) why_ = "The JPEG is damaged in its tables.";
      if (why_ == nullptr) put(whole);
    } else if (marker == kAdobe || marker == kJfif) {
      if (length >= 2) put(whole);
    }
    return true;
  }

  bool frame(ByteView data) {
    Reader in(data);
    in.skip(5);
    int components = in.u8();
    if (components < 1 || components > kMostComponents || data.size() != 6 + size_t{3} * static_cast<size_t>(components))
      return false;
    for (int i = 0; i < components; ++i) {
      Component& component = component_[i];
      component.id = in.u8();
      int factors = in.u8();
      component.across = factors >> 4;
      component.down = factors & 15;
      component.quantiser = in.u8();
      if (component.across < 1 || component.across > 4 || component.down < 1 || component.down > 4 ||
          component.quantiser > 3)
        return false;
      across_ = std::max(across_, component.across);
      down_ = std::max(down_, component.down);
    }
    components_ = components;
    for (int i = 0; i < components; ++i) work_ += blocks(component_[i]) * 64;  // what they become pixels by
    return true;
  }

  bool table(int marker, ByteView data) {
    Reader in(data);
    if (marker == kRestarts) {
      interval_ = in.be16();
      return data.size() == 2;
    }
    while (in.left() > 0) {
      int name = in.u8(), kind = name >> 4, number = name & 15;
      if (kind > 1 || number > 3) return false;
      if (marker == kQuantisers) {
        in.skip(kind == 0 ? 64 : 128);
        quantisers_there_ |= 1 << number;
      } else {
        uint64_t codes = 0;
        for (int i = 0; i < 16; ++i) codes += in.u8();
        if (codes > 256) return false;
        in.skip(codes);
        huffman_there_ |= 1 << (kind * 4 + number);
      }
    }
    return !in.past_end();
  }

  static int64_t parts(int64_t pixels, int each) { return (pixels + each - 1) / each; }

  // What of the component's blocks a scan of it alone goes over.
  int64_t blocks(const Component& component) const {
    return parts(int64_t{headers_.width} * component.across, across_ * 8) *
           parts(int64_t{headers_.height} * component.down, down_ * 8);
  }

  void scan(ByteView header, ByteView whole) {
    Reader in(header);
    int count = in.u8();
    const bool progressive = headers_.frame_marker == kProgressiveFrame;
    const Component* scanned[kMostComponents];
    int tables = 0, seen = 0;
    if (components_ == 0 || count < 1 || count > components_ || header.size() != 4 + size_t{2} * static_cast<size_t>(count)) {
      why_ = "The JPEG is damaged in the header of a scan.";
      return;
    }
    const uint8_t* after = header.data() + header.size() - 3;
    int first = after[0], last = progressive ? std::min<int>(after[1], 63) : 63;
    bool refines = progressive && after[2] >> 4 != 0;
    for (int i = 0; i < count; ++i) {
      int id = in.u8(), names = in.u8();
      int found = static_cast<int>(std::find_if(component_, component_ + components_,
                                                [id](const Component& one) { return one.id == id; }) -
                                   component_);
      if (found == components_) {
        why_ = "The JPEG is damaged in the header of a scan.";
        return;
      }
      scanned[i] = &component_[found];
      seen |= 1 << found;
      if (first == 0 && !refines) tables |= 1 << (names >> 4 & 3);
      if (!progressive || first > 0) tables |= 16 << (names & 3);
      if ((quantisers_there_ >> scanned[i]->quantiser & 1) == 0) why_ = "The JPEG lacks a quantisation table.";
    }
    if ((tables & ~huffman_there_) != 0) why_ = "The JPEG lacks a Huffman table.";
    if (why_ != nullptr) return;

    int64_t units = 0, here = 0;  // minimum coded units, blocks
    if (count == 1) {
      units = here = blocks(*scanned[0]);
    } else {
      units = parts(headers_.width, across_ * 8) * parts(headers_.height, down_ * 8);
      for (int i = 0; i < count; ++i) here += units * scanned[i]->across * scanned[i]->down;
    }
    constexpr int entering = 8;  // what a block costs by itself, in coefficients
    work_ += here * (std::max(0, progressive && first == 0 ? 0 : last - first) + 1 + entering);
    if (work_ > max_work_) {
      error_ = {ErrorCode::image_too_large,
                "The JPEG goes over its " + std::to_string(headers_.width) + " × " + std::to_string(headers_.height) +
                    " pixels in too many scans; the limit is " + std::to_string(max_work_) + " coefficients."};
      why_ = "";
      return;
    }
    put(whole);
    int64_t found = scan_data();
    if (interval_ > 0 && found < (units - 1) / interval_) why_ = "The JPEG is damaged: a part of its data is missing.";
    if (first == 0) coded_ |= seen;
  }

  // Takes the data up to the next marker that does not belong to them, or to the end; gives the restart markers.
  int64_t scan_data() {
    int64_t found = 0;
    size_t from = in_.position(), to = from;
    while (true) {
      in_.find(0xff);
      to = in_.position();
      if (in_.left() < 2) {
        if (in_.left() == 1) in_.skip(1);  // half of a marker
        break;
      }
      in_.skip(1);
      int code = in_.u8();
      while (code == 0xff && in_.left() > 0) code = in_.u8();
      if (code == 0) continue;
      if (!is_restart(code)) {
        in_.seek(to);
        break;
      }
      ++found;
    }
    put(file_.subspan(from, to - from));
    return found;
  }

  Reader in_;
  ByteView file_;
  const JpegLayout& headers_;
  int64_t max_work_;
  Bytes* out_ = nullptr;
  size_t size_ = 0;
  bool is_whole_ = false;
  const char* why_ = nullptr;  // it ends here
  Error error_;                // which no leniency helps
  Component component_[kMostComponents];
  int components_ = 0, across_ = 1, down_ = 1, interval_ = 0;
  int quantisers_there_ = 0, huffman_there_ = 0, coded_ = 0;
  int64_t work_ = 0;
};

}  // namespace

Result<Bytes> clean_jpeg(ByteView file, const JpegLayout& headers, bool allow_truncated, int64_t max_work) {
  return Cleaner(file, headers, max_work).clean(allow_truncated);
}

}  // namespace media::image
