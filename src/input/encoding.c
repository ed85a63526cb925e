#include "input/encoding.h"

#include <errno.h>
#include <iconv.h>

#include "base/memory.h"
#include "base/utf8.h"

const char *const encoding_names[ENCODING_COUNT] = {
    [ENCODING_UTF8] = "UTF-8",       [ENCODING_UTF8_MENDED] = "UTF-8",         [ENCODING_UTF16LE] = "UTF-16LE",
    [ENCODING_UTF16BE] = "UTF-16BE", [ENCODING_WINDOWS_1252] = "windows-1252",
};

static const char *const iconv_names[ENCODING_COUNT] = {
    [ENCODING_UTF16LE] = "UTF-16LE",
    [ENCODING_UTF16BE] = "UTF-16BE",
    [ENCODING_WINDOWS_1252] = "CP1252",
    [ENCODING_UTF8_MENDED] = "CP1252", /* for the bad bytes alone */
};

enum encoding encoding_from_name(struct view name)
{
    static const struct {
        const char *name;
        enum encoding encoding;
    } names[] = {
        {"utf-8", ENCODING_UTF8},           {"utf8", ENCODING_UTF8},
        {"utf-16", ENCODING_UTF16LE},       {"utf-16le", ENCODING_UTF16LE},
        {"utf-16be", ENCODING_UTF16BE},     {"windows-1252", ENCODING_WINDOWS_1252},
        {"cp1252", ENCODING_WINDOWS_1252},  {"latin1", ENCODING_WINDOWS_1252},
        {"latin-1", ENCODING_WINDOWS_1252}, {"iso-8859-1", ENCODING_WINDOWS_1252},
        {"ascii", ENCODING_UTF8},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (view_equal_fold(name, view_of(names[i].name)))
            return names[i].encoding;
    return ENCODING_COUNT;
}

size_t encoding_bom(struct view head, enum encoding *encoding)
{
    static const struct {
        struct view mark;
        enum encoding encoding;
    } marks[] = {
        {{"\xEF\xBB\xBF", 3}, ENCODING_UTF8},
        {{"\xFF\xFE", 2}, ENCODING_UTF16LE},
        {{"\xFE\xFF", 2}, ENCODING_UTF16BE},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (head.len < marks[i].mark.len || memcmp(head.at, marks[i].mark.at, marks[i].mark.len) != 0)
            continue;
        *encoding = marks[i].encoding;
        return marks[i].mark.len;
    }
    return 0;
}

bool encoding_looks_utf16(struct view head, enum encoding *encoding)
{
    size_t zeros[2] = {0, 0}, half = head.len / 2;
    if (!head.len || !memchr(head.at, '\0', head.len))
        return false;
    for (size_t i = 0; i < head.len; i++)
        zeros[i & 1] += head.at[i] == '\0';
    if (half < 2 || (zeros[0] * 5 < half * 2 && zeros[1] * 5 < half * 2))
        return false;
    if (zeros[0] * 20 > half && zeros[1] * 20 > half)
        return false;
    *encoding = zeros[1] > zeros[0] ? ENCODING_UTF16LE : ENCODING_UTF16BE;
    return true;
}

/* Counts what stands at p; returns its length, or 0 when the piece ends inside a character. */
static size_t count_one(struct encoding_census *census, const char *p, size_t left)
{
    size_t n = utf8_length(p, left);
    if (n > 1)
        census->multibyte++;
    if (n)
        return n;
    if (utf8_valid_until((struct view){p, left}, true) == left)
        return 0;
    if (census->bad++ == 0)
        census->first_bad = census->bytes;
    return 1;
}

/* How many bytes from here on are ASCII, eight at a time: the rest is left for the caller to look at. */
static size_t ascii_stretch(const char *p, size_t left)
{
    size_t n = 0;
    for (uint64_t eight; n + 8 <= left; n += 8) {
        memcpy(&eight, p + n, 8);
        if (eight & 0x8080808080808080u)
            break;
    }
    return n;
}

void encoding_count(struct encoding_census *census, struct view piece)
{
    while (census->tail_len && piece.len) { /* finish the character that was cut */
        char joined[4];
        memcpy(joined, census->tail, census->tail_len);
        size_t more = sizeof joined - census->tail_len;
        more = more < piece.len ? more : piece.len;
        memcpy(joined + census->tail_len, piece.at, more);
        size_t n = count_one(census, joined, census->tail_len + more), had = census->tail_len;
        if (n == 0)
            break;
        census->bytes += n;
        census->tail_len = 0;
        if (n >= had) {
            piece = view_skip(piece, n - had);
        } else {
            census->tail_len = had - n;
            memmove(census->tail, census->tail + n, had - n);
        }
    }
    for (size_t i = 0; i < piece.len;) {
        size_t n = ascii_stretch(piece.at + i, piece.len - i);
        if (!n)
            n = (unsigned char)piece.at[i] < 0x80 ? 1 : count_one(census, piece.at + i, piece.len - i);
        if (n == 0) {
            census->tail_len = piece.len - i;
            memcpy(census->tail, piece.at + i, census->tail_len);
            return;
        }
        census->bytes += n;
        i += n;
    }
}

enum encoding encoding_decide(const struct encoding_census *census)
{
    if (census->bad == 0)
        return ENCODING_UTF8;
    return census->multibyte > census->bad ? ENCODING_UTF8_MENDED : ENCODING_WINDOWS_1252;
}

struct decoder {
    enum encoding encoding;
    iconv_t iconv;
};

struct decoder *decoder_new(enum encoding encoding)
{
    struct decoder *d = memory_get(sizeof *d);
    d->encoding = encoding;
    if (iconv_names[encoding])
        d->iconv = iconv_open("UTF-8", iconv_names[encoding]);
    if (d->iconv == (iconv_t)-1 && errno == ENOMEM)
        memory_exhausted();
    return d;
}

void decoder_free(struct decoder *d)
{
    if (d && iconv_names[d->encoding] && d->iconv != (iconv_t)-1)
        iconv_close(d->iconv);
    memory_free(d);
}

static const struct view replacement = {"\xEF\xBF\xBD", 3};

/* iconv over the front of `in`; what it cannot read becomes U+FFFD, one byte (or UTF-16 unit) at a time. */
static size_t step_iconv(struct decoder *d, struct view *in, bool last, char *out, size_t room)
{
    char *from = (char *)(size_t)in->at, *to = out;
    size_t left = in->len, space = room, unit = d->encoding == ENCODING_WINDOWS_1252 ? 1 : 2;
    while (left && space >= 8) {
        if (iconv(d->iconv, &from, &left, &to, &space) != (size_t)-1 || errno == E2BIG)
            break;
        if ((errno == EINVAL && !last) || space < replacement.len)
            break;
        memcpy(to, replacement.at, replacement.len);
        to += replacement.len;
        space -= replacement.len;
        unit = unit < left ? unit : left;
        from += unit;
        left -= unit;
    }
    *in = (struct view){from, left};
    return (size_t)(to - out);
}

/* Copies what is UTF-8; a byte that is not is read as windows-1252. */
static size_t step_mended(struct decoder *d, struct view *in, bool last, char *out, size_t room)
{
    size_t done = 0;
    while (in->len && room - done >= 8) {
        struct view piece = {in->at, in->len < room - done - 4 ? in->len : room - done - 4};
        size_t good = utf8_valid_until(piece, false);
        memcpy(out + done, piece.at, good);
        done += good;
        *in = view_skip(*in, good);
        if (good == piece.len)
            continue;
        bool cut = utf8_valid_until(*in, true) == in->len && in->len < 4;
        if (cut && !last)
            break;
        if (utf8_length(in->at, in->len)) /* only cut by the size of the piece */
            break;
        char *from = (char *)(size_t)in->at, *to = out + done;
        size_t one = 1, space = 4;
        if (iconv(d->iconv, &from, &one, &to, &space) == (size_t)-1) {
            memcpy(out + done, replacement.at, replacement.len);
            space = 4 - replacement.len;
        }
        done += 4 - space;
        *in = view_skip(*in, 1);
    }
    return done;
}

static size_t step_plain(struct view *in, char *out, size_t room)
{
    size_t n = in->len < room ? in->len : room;
    memcpy(out, in->at, n);
    *in = view_skip(*in, n);
    return n;
}

size_t decoder_step(struct decoder *d, struct view *in, bool last, char *out, size_t room)
{
    if (!in->len)
        return 0;
    if (d->encoding == ENCODING_UTF8)
        return step_plain(in, out, room);
    if (d->iconv == (iconv_t)-1) /* a libc without the converter: nothing better is to be had */
        return step_plain(in, out, room);
    return d->encoding == ENCODING_UTF8_MENDED ? step_mended(d, in, last, out, room)
                                               : step_iconv(d, in, last, out, room);
}
