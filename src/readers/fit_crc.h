/* fit_crc: the checksum of FIT files, CRC-16 with the reflected polynomial 0xA001. Over a stretch that ends in its own
 * checksum, low byte first, it is 0. Takes eight bytes at a time. Nothing here fails; the table is const once made. */
#ifndef READERS_FIT_CRC_H
#define READERS_FIT_CRC_H

#include <stddef.h>
#include <stdint.h>

enum { FIT_CRC_STRIDE = 8 };

/* [n][b]: what the byte b does to the checksum when n more bytes follow. */
struct fit_crc_table {
    uint16_t of[FIT_CRC_STRIDE][256];
};

void fit_crc_table_init(struct fit_crc_table *table);

/* The checksum of the bytes before, `crc` (0 at the start), and of these. */
uint16_t fit_crc(const struct fit_crc_table *table, uint16_t crc, const unsigned char *at, size_t size);

#endif
