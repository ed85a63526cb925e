#include "readers/xml_encoding.h"

#include <errno.h>
#include <iconv.h>

#include "readers/text_encoding.h"

enum { DECLARATION_BYTES = 400, NAME_BYTES = 40 };

/* The value of encoding="..." in the XML declaration at the start; empty when there is none. */
static struct view declared_encoding(struct view head)
{
    static const struct view mark = {"\xEF\xBB\xBF", 3}, key = {"encoding", 8};
    if (view_starts(head, mark))
        head = view_skip(head, mark.len);
    head.len = head.len < DECLARATION_BYTES ? head.len : DECLARATION_BYTES;
    head = view_trim(head);
    const char *end = head.len ? memchr(head.at, '>', head.len) : NULL;
    if (!view_starts(head, VIEW("<?xml")) || !end)
        return (struct view){"", 0};
    for (head.len = (size_t)(end - head.at); head.len >= key.len; head = view_skip(head, 1)) {
        if (!view_starts(head, key))
            continue;
        struct view rest = view_trim(view_skip(head, key.len));
        if (rest.len < 2 || rest.at[0] != '=')
            continue;
        rest = view_trim(view_skip(rest, 1));
        if (rest.len < 2 || (rest.at[0] != '"' && rest.at[0] != '\''))
            continue;
        char quote = rest.at[0];
        rest = view_skip(rest, 1);
        struct view name = view_cut(&rest, quote);
        return name.len <= NAME_BYTES ? name : (struct view){"", 0};
    }
    return (struct view){"", 0};
}

/* The bytes are of that encoding: 8-bit ones are, UTF-16 only when it shows, else whatever was declared is wrong. */
static bool is_believed(struct view name, enum encoding encoding)
{
    if (encoding == ENCODING_COUNT)
        return !view_starts(name, VIEW("utf")) && !view_starts(name, VIEW("ucs")) &&
               !view_starts(name, VIEW("iso-10646"));
    return encoding == ENCODING_WINDOWS_1252;
}

enum { HEAD_BYTES = 4096 };

enum status xml_encoding_choose(struct reader *reader, struct xml_encoding *out, struct batch *notes,
                                struct error *error)
{
    struct view head = source_peek(reader->source, HEAD_BYTES);
    enum encoding marked = ENCODING_COUNT;
    struct view name = declared_encoding(head);
    enum encoding named = encoding_from_name(name);
    bool is_marked = encoding_bom(head, &marked) || encoding_looks_utf16(head, &marked);
    *out = (struct xml_encoding){.source = ENCODING_UTF8};
    if (!reader->options.encoding && !is_marked && name.len && is_believed(name, named)) {
        out->declared = named == ENCODING_COUNT;
        out->source = out->declared ? ENCODING_UTF8 : named;
        out->name = out->declared ? arena_string(&reader->arena, name) : encoding_names[named];
        return STATUS_OK;
    }
    struct reader beginning = *reader; /* reading all of it only to look at its bytes would take a tenth of the time */
    beginning.options.whole = false;
    enum status status = text_encoding_choose(&beginning, &out->source, notes, error);
    out->name = encoding_names[out->source];
    return status;
}

enum { NOTHING = -1, INCOMPLETE = -2 };

/* What a byte means by itself. */
static int character_of(iconv_t converter, unsigned char byte)
{
    char in = (char)byte, *from = &in;
    unsigned char out[8];
    char *to = (char *)out;
    size_t in_left = 1, out_left = sizeof out;
    iconv(converter, NULL, NULL, NULL, NULL);
    if (iconv(converter, &from, &in_left, &to, &out_left) == (size_t)-1)
        return errno == EINVAL ? INCOMPLETE : NOTHING;
    return out_left == sizeof out - 4 ? out[0] << 24 | out[1] << 16 | out[2] << 8 | out[3] : NOTHING;
}

int xml_encoding_unknown(void *data, const XML_Char *name, XML_Encoding *info)
{
    (void)data;
    iconv_t converter = iconv_open("UTF-32BE", name);
    if (converter == (iconv_t)-1)
        return XML_STATUS_ERROR;
    bool is_single = true;
    for (int i = 0; i < 256; i++) {
        info->map[i] = character_of(converter, (unsigned char)i);
        is_single = is_single && info->map[i] != INCOMPLETE;
    }
    iconv_close(converter);
    info->data = NULL;
    info->convert = NULL;
    info->release = NULL;
    return is_single ? XML_STATUS_OK : XML_STATUS_ERROR;
}
