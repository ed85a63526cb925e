/* FIT files: whatever the bytes, decoding ends, tells only what is there, and a run over them ends well. Checksums stop
 * a mutation before it reaches anything, so the decoder goes on behind a wrong one, as it does for people's damaged
 * files. */
#include "fuzz_table.h"
#include "readers/fit_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every field of every message can be asked for. */
static void ask_all(const struct fit_message *message)
{
    for (unsigned number = 0; number < FIT_FIELDS; number++) {
        const struct fit_field *field = &message->definition->fields[number];
        int64_t value = fit_number(message, (uint8_t)number);
        int64_t ms = fit_unix_ms(value);
        fuzz_require(ms == UNKNOWN || ms > 0, "a time is after 1989");
        struct view text = fit_text(message, (uint8_t)number);
        fuzz_require(text.len <= field->size && utf8_valid_until(text, false) == text.len, "a text is its field's");
        const unsigned char *bytes = fit_bytes(message, (uint8_t)number, field->size);
        fuzz_require(!field->size || bytes[field->size - 1] == bytes[field->size - 1], "a field is in memory");
    }
}

static void decode(const char *path)
{
    struct source *source;
    struct error error = {0};
    struct fit_message message;
    enum fit_step step, before = FIT_FILE_END;
    fuzz_require(source_open_file(&source, path, &error) == STATUS_OK, error.text);
    struct fit_decoder *decoder = fit_decoder_new(source);
    while ((step = fit_next(decoder, &message)) != FIT_DONE) {
        fuzz_require((step == FIT_FILE) == (before == FIT_FILE_END), "files follow each other");
        if (step == FIT_MESSAGE)
            ask_all(&message);
        before = step;
    }
    fuzz_require(before == FIT_FILE_END, "the last file ends");
    fit_decoder_free(decoder);
    source_close(source);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[128];
    const char *file = fuzz_file(path, "input.fit", data, size);
    decode(file);
    fuzz_run(file, "fit");
    return 0;
}
