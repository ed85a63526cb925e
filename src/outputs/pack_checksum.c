#include "outputs/pack_checksum.h"

enum { POLYNOMIAL = 0x04C11DB7 };

void pack_checksum_init(struct pack_checksum *tables)
{
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t crc = byte << 24;
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 0x80000000u ? crc << 1 ^ POLYNOMIAL : crc << 1;
        tables->table[0][byte] = crc;
    }
    for (int k = 1; k < 8; k++)
        for (int byte = 0; byte < 256; byte++) {
            uint32_t before = tables->table[k - 1][byte];
            tables->table[k][byte] = before << 8 ^ tables->table[0][before >> 24];
        }
}

static uint32_t big_endian(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static uint32_t one_byte(const struct pack_checksum *t, uint32_t crc, unsigned char byte)
{
    return crc << 8 ^ t->table[0][crc >> 24 ^ byte];
}

/* Eight bytes a step ("slicing by 8"); the length goes in behind the bytes, lowest byte first. */
uint32_t pack_checksum_of(const struct pack_checksum *tables, struct view bytes)
{
    const uint32_t(*t)[256] = tables->table;
    const unsigned char *at = (const unsigned char *)bytes.at;
    size_t left = bytes.len;
    uint32_t crc = 0;
    for (; left >= 8; left -= 8, at += 8) {
        uint32_t high = crc ^ big_endian(at), low = big_endian(at + 4);
        crc = t[7][high >> 24] ^ t[6][high >> 16 & 255] ^ t[5][high >> 8 & 255] ^ t[4][high & 255] ^ t[3][low >> 24] ^
              t[2][low >> 16 & 255] ^ t[1][low >> 8 & 255] ^ t[0][low & 255];
    }
    for (; left; left--)
        crc = one_byte(tables, crc, *at++);
    for (size_t len = bytes.len; len; len >>= 8)
        crc = one_byte(tables, crc, (unsigned char)(len & 255));
    return ~crc;
}
