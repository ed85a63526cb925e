#include "model/row_key.h"

#include "base/hash.h"

enum { TAG_NOBODY, TAG_REGISTRATION, TAG_BIB, TAG_TYPE_ID, TAG_TYPE_TEXT, FOLDED_MOST = 64 };

/* Text with ASCII case ignored; what is longer than any sensible word keeps its case. */
static uint64_t text_hash(struct view text)
{
    char lower[FOLDED_MOST];
    if (text.len > sizeof lower)
        return hash_view(text);
    for (size_t i = 0; i < text.len; i++)
        lower[i] = text.at[i] >= 'A' && text.at[i] <= 'Z' ? (char)(text.at[i] | 0x20) : text.at[i];
    return hash_bytes(lower, text.len);
}

enum { DIGITS_MOST = 18 };

static bool read_digits(struct view text, uint64_t *value)
{
    *value = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned digit = (unsigned char)text.at[i] - '0';
        if (digit > 9)
            return false;
        *value = *value * 10 + digit;
    }
    return true;
}

/* A number by its value, however many zeros stand in front, anything else by its text. */
static uint64_t number_hash(uint64_t tag, struct view written)
{
    uint64_t value;
    if (written.len <= DIGITS_MOST && read_digits(written, &value))
        return hash_mix(tag, value);
    struct view number = participant_number(written);
    if (number.len <= DIGITS_MOST && read_digits(number, &value))
        return hash_mix(tag, value);
    return hash_mix(tag + 16, text_hash(number));
}

uint64_t row_key_participant(const struct participants *roster, const struct activity *row)
{
    struct view id = row->registration_id, bib = row->bib;
    if (roster) {
        const struct participant *one = participants_by_registration(roster, id);
        if (!one)
            one = participants_by_bib(roster, bib);
        if (one) {
            id = one->registration_id;
            bib = one->bib;
        }
    }
    if (id.len)
        return number_hash(TAG_REGISTRATION, id);
    return bib.len ? number_hash(TAG_BIB, bib) : TAG_NOBODY;
}

static uint64_t kind_hash(const struct activity *row)
{
    if (row->kind != KIND_OTHER)
        return row->kind;
    if (row->type_id != UNKNOWN)
        return hash_mix(TAG_TYPE_ID, (uint64_t)row->type_id);
    return hash_mix(TAG_TYPE_TEXT, text_hash(row->type_text));
}

uint64_t row_key_content(uint64_t participant, const struct activity *row)
{
    uint64_t hash = hash_mix(participant, (uint64_t)row->day);
    hash = hash_mix(hash, kind_hash(row));
    hash = hash_mix(hash, (uint64_t)row->distance_mm);
    hash = hash_mix(hash, (uint64_t)row->count);
    return hash_mix(hash, (uint64_t)row->elapsed_ms);
}

uint64_t row_key_number(uint64_t content, uint64_t ordinal)
{
    uint64_t key = (ordinal ? hash_mix(content, ordinal) : content) & INT64_MAX;
    return key ? key : 1;
}

uint64_t row_key_alone(const struct participants *roster, const struct activity *row)
{
    return row_key_number(row_key_content(row_key_participant(roster, row), row), 0);
}
