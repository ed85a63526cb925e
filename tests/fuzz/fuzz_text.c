/* Text on its way out: whatever the bytes, what is written is valid UTF-8 without control characters, and CSV reads
 * back the same. */
#include <stdint.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_clean(struct view text)
{
    require(utf8_valid_until(text, false) == text.len);
    for (size_t i = 0; i < text.len; i++)
        require((unsigned char)text.at[i] >= 0x20);
}

/* The field without its quotes. */
static struct view unquoted(struct arena *arena, struct view field)
{
    if (field.len < 2 || field.at[0] != '"')
        return field;
    char *out = arena_get(arena, field.len);
    size_t n = 0;
    for (size_t i = 1; i + 1 < field.len; i++) {
        out[n++] = field.at[i];
        i += field.at[i] == '"';
    }
    return (struct view){out, n};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct view text = {(const char *)data, size};
    struct buffer b = {0};
    struct arena arena = {0};

    buffer_add_json(&b, text);
    check_clean(buffer_view(&b));
    require(b.len >= 2 && b.at[0] == '"' && b.at[b.len - 1] == '"');
    buffer_reset(&b);
    buffer_add_masked(&b, text);
    check_clean(buffer_view(&b));
    buffer_reset(&b);
    buffer_add_csv(&b, text, ';');
    require(view_equal(unquoted(&arena, buffer_view(&b)), text));

    struct view folded = utf8_fold(&arena, text), trimmed = view_trim(text);
    require(utf8_valid_until(text, false) < size || utf8_valid_until(folded, false) == folded.len);
    require(view_equal(view_trim(trimmed), trimmed));
    require(utf8_valid_until(text, true) >= utf8_valid_until(text, false));
    arena_release(&arena);
    buffer_release(&b);
    return 0;
}
