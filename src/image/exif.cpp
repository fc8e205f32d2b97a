// The orientation tag of EXIF. CIPA DC-008 section 4.6.4: tag 0x0112 in the zeroth IFD, a SHORT.
#include "image/headers.h"
#include "image/reader.h"

namespace media::image {

int exif_orientation(ByteView tiff) {
  Reader in(tiff);
  bool little = in.next_is("II*");
  if (!little && !in.next_is(std::string_view("MM\0*", 4))) return 1;
  auto u16 = [&] { return little ? in.le16() : in.be16(); };
  auto u32 = [&] { return little ? in.le32() : in.be32(); };
  in.seek(4);
  in.seek(u32());
  for (int entries = u16(); entries > 0 && !in.past_end(); --entries) {
    int tag = u16();
    in.skip(6);  // type and count
    int value = u16();
    in.skip(2);
    if (tag == 0x0112) return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

}  // namespace media::image
