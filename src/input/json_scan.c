#include "input/json_scan.h"

uint64_t json_scan_lines(struct view text, bool *after_cr)
{
    const char *end = text.at + text.len;
    uint64_t lines = 0;
    if (!text.len)
        return 0;
    for (const char *p = text.at; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
        lines += p > text.at ? p[-1] != '\r' : !*after_cr;
    for (const char *p = text.at; p < end && (p = memchr(p, '\r', (size_t)(end - p))); p++)
        lines++;
    *after_cr = end[-1] == '\r';
    return lines;
}

/* ---- strings ---- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The number of a "\uXXXX" at `at`, -1 when it is none, -2 when the text ends first. */
static int unicode_escape(const char *at, const char *end)
{
    int n = 0;
    for (int i = 0; i < 6; i++) {
        if (at + i == end)
            return -2;
        int digit = i < 2 ? at[i] == "\\u"[i] : hex_digit(at[i]);
        if (digit < 0 || (i < 2 && !digit))
            return -1;
        n = i < 2 ? 0 : n * 16 + digit;
    }
    return n;
}

static bool is_high(int n)
{
    return n >= 0xD800 && n <= 0xDBFF;
}

static bool is_low(int n)
{
    return n >= 0xDC00 && n <= 0xDFFF;
}

/* `at` is at the backslash; the length of the escape, or 0 with or without `why`. */
static size_t escape_length(const char *at, const char *end, const char **why)
{
    if (end - at < 2)
        return 0;
    if (at[1] != 'u') {
        if (at[1] && strchr("\"\\/bfnrt", at[1]))
            return 2;
        *why = "a string holds a backslash with no meaning";
        return 0;
    }
    int n = unicode_escape(at, end), low = is_high(n) ? unicode_escape(at + 6, end) : 0;
    if (n == -2 || low == -2)
        return 0;
    if (n == -1)
        *why = "a \\u is not followed by four hexadecimal digits";
    else if (is_low(n) || (is_high(n) && !is_low(low)))
        *why = "a \\u escape is one half of a character";
    return *why ? 0 : is_high(n) ? 12 : 6;
}

const char *json_scan_string(const char *at, const char *end, bool *escaped, const char **why)
{
    *escaped = false;
    for (;;) {
        at = json_scan_plain(at, end);
        if (at == end)
            return NULL;
        if (*at == '"')
            return at;
        size_t len = 0;
        if (*at == '\\')
            len = escape_length(at, end, why);
        else
            *why = *at == '\n' || *at == '\r' ? "a string is not closed in its line"
                                              : "a control character stands in a string";
        if (!len)
            return NULL;
        *escaped = true;
        at += len;
    }
}

size_t json_scan_decoded_len(struct view raw)
{
    size_t len = 0;
    for (size_t i = 0; i < raw.len; i++, len++) {
        if (raw.at[i] != '\\')
            continue;
        int n = raw.at[i + 1] == 'u' ? unicode_escape(raw.at + i, raw.at + raw.len) : 0;
        bool is_unicode = raw.at[i + 1] == 'u';
        i += is_high(n) ? 11 : is_unicode ? 5 : 1;
        len += is_high(n) ? 3 : n >= 0x800 ? 2 : n >= 0x80 ? 1 : 0;
    }
    return len;
}

/* ---- numbers ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* At least one digit; NULL when there is none. */
static const char *digits(const char *at, const char *end)
{
    const char *from = at;
    while (at < end && is_digit(*at))
        at++;
    return at > from ? at : NULL;
}

/* What may stand in something that was meant as a number. */
static bool is_number_like(char c)
{
    return is_digit(c) || c == '.' || c == '-' || c == '+' || c == '_' || (c | 0x20) == 'e' || (c | 0x20) == 'x';
}

static const char *no_number(const char *at, const char *end, const char **why)
{
    while (at < end && is_number_like(*at))
        at++;
    if (at < end)
        *why = "a number is malformed";
    return NULL;
}

const char *json_scan_number(const char *at, const char *end, const char **why)
{
    const char *from = at, *whole;
    at += at < end && *at == '-';
    whole = at;
    if (!(at = digits(at, end)) || (*whole == '0' && at - whole > 1))
        return no_number(from, end, why);
    if (at < end && *at == '.' && !(at = digits(at + 1, end)))
        return no_number(from, end, why);
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        at += at < end && (*at == '-' || *at == '+');
        if (!(at = digits(at, end)))
            return no_number(from, end, why);
    }
    return at < end && is_number_like(*at) ? no_number(from, end, why) : at;
}

/* ---- tokens ---- */

enum expect { EXPECT_VALUE, EXPECT_VALUE_OR_CLOSE, EXPECT_KEY, EXPECT_KEY_OR_CLOSE, EXPECT_COMMA_OR_CLOSE, EXPECT_END };

void json_scan_start(struct json_scan *scan, struct view text, bool final)
{
    *scan = (struct json_scan){.at = text.at, .end = text.at + text.len, .final = final, .expect = EXPECT_VALUE};
}

void json_scan_step_back(struct json_scan *scan)
{
    scan->at--;
    scan->depth--;
    scan->expect = EXPECT_VALUE;
}

void json_scan_value_passed(struct json_scan *scan)
{
    scan->expect = scan->depth ? EXPECT_COMMA_OR_CLOSE : EXPECT_END;
}

static enum json_token broken(struct json_scan *scan, const char *why)
{
    scan->why = why;
    return JSON_BROKEN;
}

/* The text ends where a token should be or go on. */
static enum json_token ended(struct json_scan *scan, const char *why)
{
    if (!scan->final)
        return JSON_MORE;
    scan->cut_off = true;
    return broken(scan, why);
}

static const char too_early[] = "the text ends before all brackets are closed";

static enum json_token open_bracket(struct json_scan *scan)
{
    char bracket = *scan->at;
    if (scan->depth == JSON_DEPTH)
        return broken(scan, "arrays and objects are nested more than 200 deep");
    scan->stack[scan->depth++] = bracket;
    scan->at++;
    scan->expect = bracket == '{' ? EXPECT_KEY_OR_CLOSE : EXPECT_VALUE_OR_CLOSE;
    return bracket == '{' ? JSON_OBJECT : JSON_ARRAY;
}

static enum json_token close_bracket(struct json_scan *scan)
{
    if ((*scan->at == '}') != (scan->stack[scan->depth - 1] == '{'))
        return broken(scan, *scan->at == '}' ? "a } closes what a [ opened" : "a ] closes what a { opened");
    scan->at++;
    scan->depth--;
    json_scan_value_passed(scan);
    return JSON_CLOSE;
}

static enum json_token scan_string(struct json_scan *scan, struct view *text)
{
    const char *why = NULL, *quote = json_scan_string(scan->at + 1, scan->end, &scan->escaped, &why);
    if (!quote)
        return why ? broken(scan, why) : ended(scan, "the text ends inside a string");
    *text = view_between(scan->at + 1, quote);
    scan->at = quote + 1;
    return JSON_STRING;
}

/* A key and the colon behind it. */
static enum json_token scan_key(struct json_scan *scan, struct view *text)
{
    if (*scan->at != '"')
        return broken(scan, "a name in quotes is missing");
    const char *from = scan->at;
    enum json_token token = scan_string(scan, text);
    if (token != JSON_STRING)
        return token;
    scan->at = json_scan_blanks(scan->at, scan->end);
    if (scan->at == scan->end) {
        scan->at = scan->final ? scan->at : from;
        return ended(scan, too_early);
    }
    if (*scan->at != ':')
        return broken(scan, "a colon is missing behind a name");
    scan->at++;
    scan->expect = EXPECT_VALUE;
    return JSON_KEY;
}

static enum json_token scan_number(struct json_scan *scan, struct view *text)
{
    const char *why = NULL, *end = json_scan_number(scan->at, scan->end, &why);
    if (why)
        return broken(scan, why);
    if (!end || (end == scan->end && !scan->final)) /* it may go on */
        return ended(scan, "a number is malformed");
    *text = view_between(scan->at, end);
    scan->at = end;
    json_scan_value_passed(scan);
    return JSON_NUMBER;
}

static enum json_token scan_word(struct json_scan *scan, struct view *text)
{
    static const struct view words[] = {{"true", 4}, {"false", 5}, {"null", 4}};
    size_t left = (size_t)(scan->end - scan->at);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t len = words[i].len < left ? words[i].len : left;
        if (memcmp(scan->at, words[i].at, len) != 0)
            continue;
        if (len < words[i].len)
            return ended(scan, "what stands here is no value");
        *text = (struct view){scan->at, len};
        scan->at += len;
        json_scan_value_passed(scan);
        return JSON_WORD;
    }
    return broken(scan, "what stands here is no value");
}

static enum json_token scan_value(struct json_scan *scan, struct view *text)
{
    char c = *scan->at;
    if (c == '"') {
        enum json_token token = scan_string(scan, text);
        if (token == JSON_STRING)
            json_scan_value_passed(scan);
        return token;
    }
    if (c == '{' || c == '[')
        return open_bracket(scan);
    if (c == '-' || is_digit(c))
        return scan_number(scan, text);
    if (c == ']' || c == '}' || c == ',')
        return broken(scan, "a value is missing");
    return scan_word(scan, text);
}

/* Behind a value: a closing bracket, or a comma and what follows it. */
static enum json_token scan_behind(struct json_scan *scan, struct view *text)
{
    char c = *scan->at;
    if (c == '}' || c == ']')
        return close_bracket(scan);
    if (c != ',')
        return broken(scan, "a comma or a closing bracket is missing");
    scan->at++;
    scan->expect = scan->stack[scan->depth - 1] == '{' ? EXPECT_KEY : EXPECT_VALUE;
    return json_scan_next(scan, text);
}

enum json_token json_scan_next(struct json_scan *scan, struct view *text)
{
    *text = (struct view){NULL, 0};
    scan->at = json_scan_blanks(scan->at, scan->end);
    if (scan->at == scan->end)
        return scan->expect == EXPECT_END && scan->final ? JSON_END : ended(scan, too_early);
    char c = *scan->at;
    switch ((enum expect)scan->expect) {
    case EXPECT_VALUE_OR_CLOSE:
        if (c == ']')
            return close_bracket(scan);
        return scan_value(scan, text);
    case EXPECT_KEY_OR_CLOSE:
        if (c == '}')
            return close_bracket(scan);
        return scan_key(scan, text);
    case EXPECT_VALUE: return scan_value(scan, text);
    case EXPECT_KEY: return scan_key(scan, text);
    case EXPECT_COMMA_OR_CLOSE: return scan_behind(scan, text);
    case EXPECT_END: break;
    }
    return broken(scan, "there is more text behind the end of the document");
}

bool json_scan_check(struct view text, const char **why, size_t *offset)
{
    struct json_scan scan;
    struct view piece;
    enum json_token token;
    json_scan_start(&scan, text, true);
    while ((token = json_scan_next(&scan, &piece)) != JSON_END && token != JSON_BROKEN)
        ;
    *why = scan.why;
    *offset = (size_t)(scan.at - text.at);
    return token == JSON_END;
}

/* ---- ends ---- */

/* Inside a string: returns what comes behind its closing quote, or `end`. */
static const char *skim_string(struct json_skim *skim, const char *at, const char *end)
{
    if (skim->after_slash && at < end)
        at++;
    skim->after_slash = false;
    for (; at < end; at++) {
        at = json_scan_plain(at, end);
        if (at == end)
            break;
        if (*at == '"') {
            skim->in_string = false;
            return at + 1;
        }
        if (*at == '\\' && ++at == end)
            skim->after_slash = true;
    }
    return end;
}

static bool skim_bracket(struct json_skim *skim, char c)
{
    if (c == '{' || c == '[') {
        if (skim->depth == JSON_DEPTH)
            skim->why = "arrays and objects are nested more than 200 deep";
        else
            skim->stack[skim->depth++] = c;
    } else if ((skim->stack[skim->depth - 1] == '{') != (c == '}')) {
        skim->why = c == '}' ? "a } closes what a [ opened" : "a ] closes what a { opened";
    } else {
        skim->depth--;
    }
    return !skim->why;
}

/* A quote or a bracket. In ASCII the brackets are 5B 5D 7B 7D. */
static bool is_mark(char c)
{
    return c == '"' || (c & 0xD9) == 0x59;
}

const char *json_skim_on(struct json_skim *skim, const char *at, const char *end, const char **broke)
{
    while (at < end) {
        if (skim->in_string) {
            at = skim_string(skim, at, end);
            continue;
        }
        while (at < end && !is_mark(*at))
            at++;
        if (at == end)
            break;
        char c = *at;
        if (c == '"') {
            skim->in_string = true;
        } else if (c == '{' || c == '}' || c == '[' || c == ']') {
            if (!skim_bracket(skim, c)) {
                *broke = at;
                return NULL;
            }
            if (skim->depth == 0)
                return at + 1;
        }
        at++;
    }
    return NULL;
}

enum json_token json_scan_leap(struct json_scan *scan)
{
    struct json_skim skim;
    skim.depth = 0;
    skim.in_string = skim.after_slash = false;
    skim.why = NULL;
    const char *broke, *next = json_skim_on(&skim, scan->at - 1, scan->end, &broke);
    scan->depth--;
    if (!next)
        return skim.why ? broken(scan, skim.why) : ended(scan, too_early);
    scan->at = next;
    json_scan_value_passed(scan);
    return JSON_CLOSE;
}
