#include "readers/fit_message.h"

#include "base/utf8.h"

uint16_t fit_uint16(const unsigned char *at, bool is_big_endian)
{
    return (uint16_t)(is_big_endian ? at[0] << 8 | at[1] : at[1] << 8 | at[0]);
}

uint32_t fit_uint32(const unsigned char *at, bool is_big_endian)
{
    uint32_t first = fit_uint16(at, is_big_endian), last = fit_uint16(at + 2, is_big_endian);
    return is_big_endian ? first << 16 | last : last << 16 | first;
}

/* `size` is 1, 2, 4 or 8. */
static uint64_t integer(const unsigned char *at, size_t size, bool is_big_endian)
{
    if (size == 1)
        return *at;
    if (size == 2)
        return fit_uint16(at, is_big_endian);
    uint64_t first = fit_uint32(at, is_big_endian);
    if (size == 4)
        return first;
    uint64_t last = fit_uint32(at + 4, is_big_endian);
    return is_big_endian ? first << 32 | last : last << 32 | first;
}

static const struct {
    uint8_t size;
    bool is_integer, is_signed;
    bool is_z; /* its invalid value is 0, not the highest */
} base_types[] = {
    {1, true, false, false},  /* enum */
    {1, true, true, false},   /* sint8 */
    {1, true, false, false},  /* uint8 */
    {2, true, true, false},   /* sint16 */
    {2, true, false, false},  /* uint16 */
    {4, true, true, false},   /* sint32 */
    {4, true, false, false},  /* uint32 */
    {1, false, false, false}, /* string */
    {4, false, false, false}, /* float32 */
    {8, false, false, false}, /* float64 */
    {1, true, false, true},   /* uint8z */
    {2, true, false, true},   /* uint16z */
    {4, true, false, true},   /* uint32z */
    {1, true, false, false},  /* byte */
    {8, true, true, false},   /* sint64 */
    {8, true, false, false},  /* uint64 */
    {8, true, false, true},   /* uint64z */
};

enum { TYPE_MASK = 0x1F, TYPE_STRING = 7, TYPE_COUNT = sizeof base_types / sizeof *base_types };

int64_t fit_number(const struct fit_message *message, uint8_t number)
{
    if (number == FIT_TIMESTAMP && message->timestamp != UNKNOWN)
        return message->timestamp;
    const struct fit_field *field = &message->definition->fields[number];
    unsigned type = field->type & TYPE_MASK;
    if (!field->size || type >= TYPE_COUNT || !base_types[type].is_integer || field->size % base_types[type].size)
        return UNKNOWN;
    unsigned size = base_types[type].size;
    uint64_t value = integer(message->data + field->offset, size, message->definition->is_big_endian);
    uint64_t highest = UINT64_MAX >> (64 - 8 * size);
    uint64_t invalid = base_types[type].is_z ? 0 : base_types[type].is_signed ? highest >> 1 : highest;
    if (value == invalid)
        return UNKNOWN;
    if (base_types[type].is_signed && value > highest >> 1)
        return -(int64_t)(highest - value) - 1;
    return value > INT64_MAX ? UNKNOWN : (int64_t)value;
}

struct view fit_text(const struct fit_message *message, uint8_t number)
{
    const struct fit_field *field = &message->definition->fields[number];
    if (!field->size || (field->type & TYPE_MASK) != TYPE_STRING)
        return (struct view){"", 0};
    const char *at = (const char *)message->data + field->offset;
    struct view text = {at, strnlen(at, field->size)};
    return utf8_valid_until(text, false) == text.len ? view_trim(text) : (struct view){"", 0};
}

const unsigned char *fit_bytes(const struct fit_message *message, uint8_t number, uint8_t size)
{
    const struct fit_field *field = &message->definition->fields[number];
    return field->size == size ? message->data + field->offset : NULL;
}

int64_t fit_unix_ms(int64_t stamp)
{
    enum { EPOCH = 631065600, FIRST_REAL = 0x10000000 };
    return stamp < FIRST_REAL || stamp >= UINT32_MAX ? UNKNOWN : (stamp + EPOCH) * 1000;
}
