#include "readers/text_encoding.h"

static enum status take_census(struct source *source, struct encoding_census *census, struct error *error)
{
    char *block = memory_get(CHUNK_BYTES);
    for (size_t got; (got = source_read(source, block, CHUNK_BYTES)) != 0;)
        encoding_count(census, (struct view){block, got});
    memory_free(block);
    return source_rewind(source, error);
}

static void note_encoding(struct batch *notes, enum encoding encoding, const struct encoding_census *census)
{
    if (encoding == ENCODING_WINDOWS_1252) {
        struct finding *f = batch_note(notes, NULL, CODE_ENCODING_GUESSED, FIELD_NONE, (struct view){NULL, 0});
        if (f) {
            f->args[0] = arg_word(encoding_names[encoding]);
            f->args[1] = arg_view(
                arena_format(&notes->arena, "byte %llu is not valid UTF-8", (unsigned long long)census->first_bad));
        }
    } else if (encoding == ENCODING_UTF8_MENDED) {
        struct finding *f = batch_note(notes, NULL, CODE_ENCODING_INVALID, FIELD_NONE, (struct view){NULL, 0});
        if (f) {
            f->args[0] = arg_number((int64_t)census->first_bad);
            f->args[1] = arg_word("UTF-8");
            f->args[2] =
                arg_view(arena_format(&notes->arena, "windows-1252 (%llu in all)", (unsigned long long)census->bad));
        }
    }
}

/* Sets how the source is decoded: option, byte order mark, the pattern of UTF-16, else by what the bytes are. */
enum status text_encoding_choose(struct reader *reader, enum encoding *encoding, struct batch *notes,
                                 struct error *error)
{
    struct view head = source_peek(reader->source, 64 * 1024);
    if (reader->options.encoding) {
        *encoding = encoding_from_name(view_of(reader->options.encoding));
        if (*encoding != ENCODING_UTF8)
            return STATUS_OK;
    } else if (encoding_bom(head, encoding) && *encoding != ENCODING_UTF8) {
        return STATUS_OK;
    } else if (encoding_looks_utf16(head, encoding)) {
        struct finding *f = batch_note(notes, NULL, CODE_ENCODING_GUESSED, FIELD_NONE, (struct view){NULL, 0});
        if (f) {
            f->args[0] = arg_word(encoding_names[*encoding]);
            f->args[1] = arg_word("every second byte is zero");
        }
        return STATUS_OK;
    }
    struct encoding_census census = {0};
    enum status status = STATUS_OK;
    if (reader->options.whole)
        status = take_census(reader->source, &census, error);
    else
        encoding_count(&census, head);
    *encoding = encoding_decide(&census);
    note_encoding(notes, *encoding, &census);
    return status;
}
