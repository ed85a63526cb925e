/* json_scan: strict JSON (RFC 8259) token by token, over text that may arrive in pieces; and finding the end of an
 * array or object without a look at what is in it.
 *
 * Views only, nothing is allocated. The text is taken to be valid UTF-8. One thread at a time. */
#ifndef INPUT_JSON_SCAN_H
#define INPUT_JSON_SCAN_H

#include <stdint.h>

#include "base/view.h"

enum { JSON_DEPTH = 200 }; /* arrays and objects inside each other, at most */

/* ---- pieces ---- */

/* The next quote, backslash or control character, or `end`. Eight bytes at a time. */
static inline const char *json_scan_plain(const char *at, const char *end)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones * 0x80;
    for (; end - at >= 8; at += 8) {
        uint64_t w, quote, slash;
        memcpy(&w, at, sizeof w);
        quote = w ^ ones * '"';
        slash = w ^ ones * '\\';
        if ((((quote - ones) & ~quote) | ((slash - ones) & ~slash) | ((w - ones * 0x20) & ~w)) & highs)
            break;
    }
    while (at < end && *at != '"' && *at != '\\' && (unsigned char)*at >= 0x20)
        at++;
    return at;
}

static inline bool json_scan_is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static inline const char *json_scan_blanks(const char *at, const char *end)
{
    while (at < end && json_scan_is_blank(*at))
        at++;
    return at;
}

/* `at` is behind the opening quote. Returns the closing quote; NULL with `why` when the string is not valid, NULL
 * without when the text ends first. */
const char *json_scan_string(const char *at, const char *end, bool *escaped, const char **why);

/* Returns the end of the number at `at`, or NULL as above. */
const char *json_scan_number(const char *at, const char *end, const char **why);

/* How long the decoded form of a valid string is in UTF-8. */
size_t json_scan_decoded_len(struct view raw);

/* The line ends in a piece of text: LF, CR, or both together. `after_cr` carries over to the next piece. */
uint64_t json_scan_lines(struct view text, bool *after_cr);

/* ---- tokens ---- */

enum json_token {
    JSON_MORE,   /* the text ends; go on with more of it, from `at` */
    JSON_BROKEN, /* `why` says what is wrong at `at` */
    JSON_END,    /* the document is complete and nothing follows */
    JSON_OBJECT,
    JSON_ARRAY,
    JSON_CLOSE,  /* of an object or array */
    JSON_KEY,    /* text: without its quotes, as written */
    JSON_STRING, /* the same */
    JSON_NUMBER,
    JSON_WORD, /* true, false or null */
};

struct json_scan {
    const char *at, *end;
    const char *why;
    bool final;   /* nothing comes behind `end` */
    bool cut_off; /* broken only because nothing comes behind `end` */
    bool escaped; /* the last key or string has escapes */
    uint8_t expect;
    uint32_t depth;
    char stack[JSON_DEPTH]; /* '{' or '[' */
};

void json_scan_start(struct json_scan *scan, struct view text, bool final);
enum json_token json_scan_next(struct json_scan *scan, struct view *text);

/* After JSON_OBJECT or JSON_ARRAY: as if the token had not been read, `at` is at the bracket. */
void json_scan_step_back(struct json_scan *scan);

/* After `at` was moved behind a whole value by other means. */
void json_scan_value_passed(struct json_scan *scan);

/* After JSON_OBJECT or JSON_ARRAY: moves behind its end without a look inside. JSON_CLOSE, or JSON_MORE or JSON_BROKEN,
 * after which the scan is of no more use. */
enum json_token json_scan_leap(struct json_scan *scan);

/* Checks a whole text; false with `why` and where it broke. */
bool json_scan_check(struct view text, const char **why, size_t *offset);

/* ---- ends ---- */

/* Looks for the end of an array or object, piece by piece; zero it, then start at the opening bracket. Only brackets
 * and strings are looked at. */
struct json_skim {
    uint32_t depth;
    bool in_string, after_slash;
    const char *why; /* brackets do not match, or too many */
    char stack[JSON_DEPTH];
};

/* Returns what comes behind the closing bracket; NULL with `why` when there can be none, NULL without when the text
 * ends first: go on with what follows. `broke` is set to the place of the trouble. */
const char *json_skim_on(struct json_skim *skim, const char *at, const char *end, const char **broke);

#endif
