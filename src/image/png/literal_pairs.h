// A change to libdeflate's decompressor, in C, which wasm/dependencies.cmake puts in: where the codes of two
// literals fit into the bits by which its table is read, the entry has both. Pictures are mostly literals.
//
// A literal's entry (see litlen_decode_results in deflate_decompress.c) then has
//   bit 24      HUFFDEC_PAIR
//   bits 15-8   the second literal
//   bits 4-0    the length of both codes
#ifndef LITERAL_PAIRS_H
#define LITERAL_PAIRS_H

#define HUFFDEC_PAIR 0x01000000

// From the table's end: what follows a literal is found at a lower place, which is not a pair yet.
static void pair_literals(u32 *table, unsigned bits) {
  u32 i = (u32)1 << bits;

  while (i-- != 0) {
    u32 entry = table[i], next, length;

    if (!(entry & HUFFDEC_LITERAL)) continue;
    next = table[i >> (u8)entry];
    length = (u8)entry + (u8)next;
    if ((next & HUFFDEC_LITERAL) && length <= bits)
      table[i] = (entry & 0x80ff0000) | HUFFDEC_PAIR | (next >> 8 & 0xff00) | length;
  }
}

// Writes two bytes, and says how many of them are literals.
static forceinline unsigned put_literals(u32 entry, u8 *to) {
  put_unaligned_le16((u16)((entry >> 16 & 0xff) | (entry & 0xff00)), to);
  return entry & HUFFDEC_PAIR ? 2 : 1;
}

#endif
