#include "readers/fit_crc.h"

void fit_crc_table_init(struct fit_crc_table *table)
{
    for (unsigned byte = 0; byte < 256; byte++) {
        unsigned crc = byte;
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xA001u : 0);
        table->of[0][byte] = (uint16_t)crc;
    }
    for (unsigned n = 1; n < FIT_CRC_STRIDE; n++)
        for (unsigned byte = 0; byte < 256; byte++) {
            unsigned before = table->of[n - 1][byte];
            table->of[n][byte] = (uint16_t)(before >> 8 ^ table->of[0][before & 0xFF]);
        }
}

uint16_t fit_crc(const struct fit_crc_table *table, uint16_t crc, const unsigned char *at, size_t size)
{
    const uint16_t(*of)[256] = table->of;
    for (; size >= FIT_CRC_STRIDE; size -= FIT_CRC_STRIDE, at += FIT_CRC_STRIDE)
        crc = of[7][at[0] ^ (crc & 0xFF)] ^ of[6][at[1] ^ crc >> 8] ^ of[5][at[2]] ^ of[4][at[3]] ^ of[3][at[4]] ^
              of[2][at[5]] ^ of[1][at[6]] ^ of[0][at[7]];
    for (; size; size--, at++)
        crc = (uint16_t)(crc >> 8 ^ of[0][(crc ^ *at) & 0xFF]);
    return crc;
}
