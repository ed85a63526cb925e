#include "readers/fit_decode.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/memory.h"
#include "readers/fit_crc.h"

enum {
    BUFFER_BYTES = 160 * 1024, /* more than the longest message: 255 fields and 255 developer fields of 255 bytes */
    BLOCK_BYTES = 64 * 1024,
    HEADER_BYTES = 12,
    CRC_BYTES = 2,
    LOCALS = 16,
};

/* The first byte of a message. */
enum {
    IS_COMPRESSED = 0x80,
    COMPRESSED_LOCAL = 0x60, /* >> 5 */
    COMPRESSED_TIME = 0x1F,
    IS_DEFINITION = 0x40,
    HAS_DEVELOPER = 0x20,
    LOCAL = 0x0F,
};

enum phase { BETWEEN, IN_DATA, ENDED };

struct fit_decoder {
    struct source *source;
    enum phase phase;
    bool source_ended, is_open_ended;
    uint64_t position;
    uint64_t data_left; /* of the file, without its checksum */
    uint64_t file_end;  /* where it should end, with its checksum; 0: there was no header */
    uint16_t crc;       /* up to `summed` */
    int64_t last_timestamp;
    struct fit_crc_table crc_table;
    struct fit_damage damage;
    struct fit_definition definitions[LOCALS];
    size_t summed, from, to; /* the bytes from `from` on were read and not yet taken */
    unsigned char buffer[BUFFER_BYTES];
};

/* ---- bytes ---- */

struct fit_decoder *fit_decoder_new(struct source *source)
{
    struct fit_decoder *d = memory_get(sizeof *d);
    d->source = source;
    fit_crc_table_init(&d->crc_table);
    source_binary(source);
    return d;
}

void fit_decoder_free(struct fit_decoder *d)
{
    memory_free(d);
}

/* Brings the checksum up to what was taken: in long stretches, which is several times faster than message by message.
 */
static void sum_up(struct fit_decoder *d)
{
    d->crc = fit_crc(&d->crc_table, d->crc, d->buffer + d->summed, d->from - d->summed);
    d->summed = d->from;
}

/* Makes n bytes lie ahead, as far as the source has them; says whether it has. */
static bool need(struct fit_decoder *d, size_t n)
{
    if (d->to - d->from >= n)
        return true;
    sum_up(d);
    memmove(d->buffer, d->buffer + d->from, d->to - d->from);
    d->to -= d->from;
    d->from = d->summed = 0;
    while (d->to < n && !d->source_ended) {
        size_t room = sizeof d->buffer - d->to;
        size_t got = source_read(d->source, (char *)d->buffer + d->to, room < BLOCK_BYTES ? room : BLOCK_BYTES);
        d->source_ended = got == 0;
        d->to += got;
    }
    return d->to >= n;
}

static const unsigned char *ahead(const struct fit_decoder *d)
{
    return d->buffer + d->from;
}

static void take(struct fit_decoder *d, size_t n)
{
    d->from += n;
    d->position += n;
}

__attribute__((format(printf, 3, 4))) static void set_damage(struct fit_decoder *d, enum code code, const char *format,
                                                             ...)
{
    va_list args;
    if (d->damage.code != CODE_COUNT)
        return;
    d->damage.code = code;
    va_start(args, format);
    vsnprintf(d->damage.text, sizeof d->damage.text, format, args);
    va_end(args);
}

static void set_cut_off(struct fit_decoder *d)
{
    unsigned long long at = d->position + (d->to - d->from), end = d->file_end;
    if (d->is_open_ended)
        set_damage(d, CODE_INPUT_TRUNCATED, "the FIT file was never completed; it breaks off at byte %llu", at);
    else
        set_damage(d, CODE_INPUT_TRUNCATED, "the FIT file is cut off at byte %llu of %llu", at, end);
}

/* ---- the beginning and the end of a file ---- */

static bool is_header(const unsigned char *at)
{
    return at[0] >= HEADER_BYTES && memcmp(at + 8, ".FIT", 4) == 0;
}

static bool header_follows(struct fit_decoder *d, size_t after)
{
    return need(d, after + HEADER_BYTES) && is_header(ahead(d) + after);
}

static bool check_header(struct fit_decoder *d, unsigned size)
{
    const unsigned char *at = ahead(d);
    bool has_crc = size >= HEADER_BYTES + CRC_BYTES && fit_uint16(at + HEADER_BYTES, false) != 0;
    return !has_crc || fit_crc(&d->crc_table, 0, at, HEADER_BYTES) == fit_uint16(at + HEADER_BYTES, false);
}

/* A device that lost power leaves a size of 0 in the header: such a file goes on to the end of the source. */
static void begin_data(struct fit_decoder *d, unsigned header_size)
{
    uint64_t start = d->position, size = fit_uint32(ahead(d) + 4, false);
    d->crc = 0;
    d->summed = d->from;
    take(d, header_size);
    d->is_open_ended = size == 0 && need(d, CRC_BYTES + 1) && !header_follows(d, CRC_BYTES);
    d->data_left = d->is_open_ended ? UINT64_MAX : size;
    d->file_end = start + header_size + size + CRC_BYTES;
}

static enum fit_step begin_file(struct fit_decoder *d)
{
    d->damage = (struct fit_damage){.code = CODE_COUNT};
    d->last_timestamp = UNKNOWN;
    for (size_t i = 0; i < LOCALS; i++)
        d->definitions[i].is_known = false;
    if (!need(d, 1))
        return FIT_DONE;
    d->phase = IN_DATA;
    d->data_left = 0;
    if (!header_follows(d, 0) || !need(d, ahead(d)[0])) {
        set_damage(d, CODE_FIT_CORRUPT, "it does not begin as a FIT file does");
        return FIT_FILE;
    }
    unsigned size = ahead(d)[0];
    if (!check_header(d, size))
        set_damage(d, CODE_FIT_CORRUPT, "the checksum of the header at byte %llu is wrong",
                   (unsigned long long)d->position);
    begin_data(d, size);
    return FIT_FILE;
}

/* Whether nothing follows but zeros, that some devices fill up their files with. */
static bool only_zeros_follow(struct fit_decoder *d)
{
    while (need(d, 1)) {
        if (*ahead(d))
            return false;
        take(d, 1);
    }
    return true;
}

static void skip_data(struct fit_decoder *d)
{
    while (d->data_left && need(d, 1)) {
        size_t n = d->to - d->from;
        n = n < d->data_left ? n : (size_t)d->data_left;
        take(d, n);
        d->data_left -= n;
    }
}

static void check_crc(struct fit_decoder *d)
{
    bool was_good = d->damage.code == CODE_COUNT;
    if (!need(d, CRC_BYTES)) {
        set_cut_off(d);
        take(d, d->to - d->from);
        return;
    }
    take(d, CRC_BYTES);
    sum_up(d);
    if (was_good && d->crc != 0) /* what it is over a stretch that ends in its own checksum */
        set_damage(d, CODE_FIT_CORRUPT, "the checksum at byte %llu does not fit the data",
                   (unsigned long long)(d->position - CRC_BYTES));
}

/* The rest of a file, its checksum, and a look at what follows. */
static enum fit_step end_file(struct fit_decoder *d)
{
    bool had_header = d->file_end != 0;
    skip_data(d);
    if (had_header && !d->is_open_ended)
        check_crc(d);
    d->phase = BETWEEN;
    d->file_end = 0;
    if (had_header && header_follows(d, 0))
        return FIT_FILE_END;
    if (had_header && !only_zeros_follow(d))
        set_damage(d, CODE_FIT_CORRUPT, "the bytes from byte %llu on are no FIT file", (unsigned long long)d->position);
    d->phase = ENDED;
    return FIT_FILE_END;
}

/* ---- messages ---- */

/* A message that needs more bytes than its file has left. Marks the damage. */
static bool has_left(struct fit_decoder *d, size_t n)
{
    if (n > d->data_left) {
        set_damage(d, CODE_FIT_CORRUPT, "the message at byte %llu goes beyond the end of the data",
                   (unsigned long long)d->position);
        return false;
    }
    if (need(d, n))
        return true;
    set_cut_off(d);
    return false;
}

static void take_data(struct fit_decoder *d, size_t n)
{
    take(d, n);
    d->data_left -= n;
}

static uint32_t sum_of_sizes(const unsigned char *fields, unsigned count)
{
    uint32_t sum = 0;
    for (unsigned i = 0; i < count; i++)
        sum += fields[3 * i + 1];
    return sum;
}

static void set_fields(struct fit_definition *definition, const unsigned char *fields, unsigned count)
{
    uint16_t offset = 0;
    memset(definition->fields, 0, sizeof definition->fields);
    for (unsigned i = 0; i < count; i++, fields += 3) {
        definition->fields[fields[0]] = (struct fit_field){fields[1], fields[2], offset};
        offset = (uint16_t)(offset + fields[1]);
    }
    definition->size = offset;
}

static bool read_definition(struct fit_decoder *d)
{
    if (!has_left(d, 6))
        return false;
    const unsigned char *at = ahead(d);
    struct fit_definition *definition = &d->definitions[at[0] & LOCAL];
    unsigned count = at[5], developer_count = 0;
    size_t size = 6 + 3 * (size_t)count;
    bool has_developer = at[0] & HAS_DEVELOPER;
    if (!has_left(d, size + has_developer))
        return false;
    if (has_developer) {
        developer_count = ahead(d)[size];
        if (!has_left(d, size + 1 + 3 * (size_t)developer_count))
            return false;
    }
    at = ahead(d); /* it may have moved */
    if (at[2] > 1) {
        set_damage(d, CODE_FIT_CORRUPT, "the definition at byte %llu makes no sense", (unsigned long long)d->position);
        return false;
    }
    definition->is_known = true;
    definition->is_big_endian = at[2] == 1;
    definition->global = fit_uint16(at + 3, definition->is_big_endian);
    set_fields(definition, at + 6, count);
    if (has_developer) {
        definition->size += sum_of_sizes(at + size + 1, developer_count);
        size += 1 + 3 * (size_t)developer_count;
    }
    take_data(d, size);
    return true;
}

/* A header of one byte can carry the time: how far the last five bits of the clock have come since the last time. */
static int64_t compressed_time(const struct fit_decoder *d, unsigned header)
{
    if (d->last_timestamp == UNKNOWN)
        return UNKNOWN;
    return d->last_timestamp + (((int64_t)(header & COMPRESSED_TIME) - d->last_timestamp) & COMPRESSED_TIME);
}

static bool read_data(struct fit_decoder *d, struct fit_message *message)
{
    unsigned header = *ahead(d);
    unsigned local = header & IS_COMPRESSED ? (header & COMPRESSED_LOCAL) >> 5 : header & LOCAL;
    const struct fit_definition *definition = &d->definitions[local];
    if (!definition->is_known) {
        set_damage(d, CODE_FIT_CORRUPT, "the message at byte %llu is of a kind (%u) that was not defined before",
                   (unsigned long long)d->position, local);
        return false;
    }
    if (!has_left(d, 1 + (size_t)definition->size))
        return false;
    *message = (struct fit_message){definition->global, definition, ahead(d) + 1, UNKNOWN};
    if (header & IS_COMPRESSED)
        message->timestamp = compressed_time(d, header);
    int64_t timestamp = fit_number(message, FIT_TIMESTAMP);
    if (timestamp >= 0 && timestamp <= UINT32_MAX)
        d->last_timestamp = timestamp;
    take_data(d, 1 + (size_t)definition->size);
    return true;
}

enum fit_step fit_next(struct fit_decoder *d, struct fit_message *message)
{
    if (d->phase == ENDED)
        return FIT_DONE;
    if (d->phase == BETWEEN)
        return begin_file(d);
    while (d->data_left) {
        if (d->is_open_ended && !need(d, 1))
            break;
        if (!has_left(d, 1))
            break;
        bool is_definition = (*ahead(d) & (IS_COMPRESSED | IS_DEFINITION)) == IS_DEFINITION;
        if (is_definition ? !read_definition(d) : !read_data(d, message))
            break;
        if (!is_definition)
            return FIT_MESSAGE;
    }
    if (d->is_open_ended)
        set_cut_off(d);
    return end_file(d);
}

const struct fit_damage *fit_damage(const struct fit_decoder *d)
{
    return &d->damage;
}
