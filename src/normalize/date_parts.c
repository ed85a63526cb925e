#include "normalize/date_parts.h"

#include "normalize/date_words.h"

enum { FIRST_COMPACT = 1900, LAST_COMPACT = 2199, MS_PER_HOUR = 3600000 };

/* Where a scan stands. The numbers of the date are kept in their order; what they mean is settled at the end. */
struct scan {
    struct view rest;
    struct date_text *out;
    int number[3], digits[3];
    char before[3]; /* the separator before each number, ' ' when only blanks */
    int count;
    char pending;                /* a separator that waits for its number */
    int month, month_at;         /* a month in words, and how many numbers stood before it */
    bool month_may_be_weekday;   /* it was "mar" */
    bool after_word, after_time; /* what was taken last */
    bool after_t, half_day;
};

static bool digit_at(struct view text, size_t i)
{
    return i < text.len && date_parts_is_digit(text.at[i]);
}

/* The number of the digits at i, at most nine of them count; how many there are goes to `digits`. */
static int number_at(struct view text, size_t i, int *digits)
{
    int value = 0, n = 0;
    for (; digit_at(text, i); i++, n++)
        value = n < 9 ? value * 10 + (text.at[i] - '0') : value;
    *digits = n;
    return value;
}

void date_parts_set_day(struct date_text *out, int year, int month, int day)
{
    out->shape = DATE_ISO;
    out->year = year;
    out->first = month;
    out->second = day;
    out->has_year = true;
}

bool date_parts_set_time(struct date_text *out, int hour, int minute, int second, int ms)
{
    bool end_of_day = hour == 24 && minute == 0 && second == 0 && ms == 0;
    if (minute > 59 || second > 60 || (hour > 23 && !end_of_day))
        return false;
    second = second < 60 ? second : 59;
    out->has_time = true;
    out->time_of_day_ms = (int64_t)((hour * 60 + minute) * 60 + second) * 1000 + ms;
    return true;
}

/* ---- times and zones ---- */

/* Milliseconds of ".123456" at i; `end` becomes where it ends. */
static int fraction_ms(struct view text, size_t i, size_t *end)
{
    int ms = 0, n = 0;
    if ((text.at[i] == '.' || text.at[i] == ',') && digit_at(text, i + 1))
        for (i++; digit_at(text, i); i++, n++)
            ms = n < 3 ? ms * 10 + (text.at[i] - '0') : ms;
    for (; n > 0 && n < 3; n++)
        ms *= 10;
    *end = i;
    return ms;
}

/* Takes "7:03", "07:03:22.5", "07.03.22", "7h03" or the 7 of "7 PM"; `digits` are those of the hour. */
static bool take_time(struct scan *s, int digits)
{
    struct view text = s->rest;
    int n, hour = number_at(text, 0, &n), minute = 0, second = 0, ms = 0;
    size_t i = (size_t)digits;
    char mark = i < text.len ? text.at[i] : ' ';
    bool has_minutes = mark == ':' || mark == '.' || mark == 'h' || mark == 'H';
    if (has_minutes) {
        minute = number_at(text, ++i, &n);
        i += (size_t)n;
        if (n > 2 || (n == 0 && mark != 'h' && mark != 'H'))
            return false;
    }
    if ((mark == ':' || mark == '.') && i < text.len && text.at[i] == mark && digit_at(text, i + 1)) {
        second = number_at(text, ++i, &n);
        i += (size_t)n;
        if (n > 2)
            return false;
        if (i < text.len)
            ms = fraction_ms(text, i, &i);
    }
    s->rest = view_skip(text, i);
    s->pending = 0;
    s->after_time = true;
    return date_parts_set_time(s->out, hour, minute, second, ms);
}

/* Takes "070322" or "0703" behind a T. */
static bool take_compact_time(struct scan *s, int digits)
{
    const char *at = s->rest.at;
    int second = digits == 6 ? date_parts_two(at + 4) : 0, ms = 0;
    size_t i = (size_t)digits;
    if (i < s->rest.len)
        ms = fraction_ms(s->rest, i, &i);
    s->rest = view_skip(s->rest, i);
    s->after_time = true;
    return date_parts_set_time(s->out, date_parts_two(at), date_parts_two(at + 2), second, ms);
}

/* AM or PM behind a time. */
static bool take_half_day(struct scan *s, bool is_pm)
{
    struct date_text *out = s->out;
    if (!out->has_time || s->half_day)
        return false;
    s->half_day = true;
    int64_t noon = 12 * MS_PER_HOUR, ms = out->time_of_day_ms;
    if (is_pm && ms < noon)
        out->time_of_day_ms += noon;
    else if (!is_pm && ms >= noon && ms < noon + MS_PER_HOUR)
        out->time_of_day_ms -= noon;
    return true;
}

/* Takes "+02:00", "-0400" or "+2". */
static bool take_offset(struct scan *s)
{
    struct view text = s->rest;
    int digits, minutes, value = number_at(text, 1, &digits);
    size_t i = 1 + (size_t)digits;
    if (digits <= 2) {
        minutes = value * 60;
        if (i < text.len && text.at[i] == ':' && digit_at(text, i + 1)) {
            minutes += number_at(text, i + 1, &digits);
            i += 1 + (size_t)digits;
        }
    } else {
        minutes = value / 100 * 60 + value % 100;
    }
    if (digits > 4 || minutes > 18 * 60)
        return false;
    s->out->has_zone = true;
    s->out->offset_s = (text.at[0] == '-' ? -60 : 60) * minutes;
    s->rest = view_skip(text, i);
    s->after_time = false;
    return true;
}

/* ---- the parts of a date ---- */

static bool is_complete(const struct scan *s)
{
    return s->count == 3 || (s->month && s->count == 2);
}

static bool half_day_follows(struct view text)
{
    struct date_word word = date_word_at(view_trim(text));
    return word.role == DATE_ROLE_AM || word.role == DATE_ROLE_PM;
}

/* Whether the number at hand, of one or two digits, is the hour of a time. */
static bool is_time(const struct scan *s, size_t digits)
{
    struct view text = s->rest;
    char mark = digits < text.len ? text.at[digits] : ' ';
    if (s->out->has_time || digits > 2)
        return false;
    if (mark == ':')
        return digit_at(text, digits + 1);
    if (mark == 'h' || mark == 'H')
        return digits + 1 == text.len || !date_word_at(view_skip(text, digits + 1)).len;
    if (!is_complete(s) || s->pending)
        return false;
    return mark == '.' ? digit_at(text, digits + 1) && digit_at(text, digits + 2)
                       : half_day_follows(view_skip(text, digits));
}

/* 20260501, 202605010703, 20260501070322. */
static bool take_compact(struct scan *s, int digits)
{
    const char *at = s->rest.at;
    int year = date_parts_four(at);
    if (year < FIRST_COMPACT || year > LAST_COMPACT)
        return false;
    for (int i = 0; i < 3; i++)
        s->before[i] = '-';
    s->number[0] = year;
    s->number[1] = date_parts_two(at + 4);
    s->number[2] = date_parts_two(at + 6);
    s->digits[0] = 4;
    s->count = 3;
    s->rest = view_skip(s->rest, (size_t)digits);
    return digits == 8 || date_parts_set_time(s->out, date_parts_two(at + 8), date_parts_two(at + 10),
                                              digits == 14 ? date_parts_two(at + 12) : 0, 0);
}

static bool take_number(struct scan *s)
{
    int digits, value = number_at(s->rest, 0, &digits);
    bool after_t = s->after_t;
    s->after_word = s->after_time = s->after_t = false;
    if (is_time(s, (size_t)digits))
        return take_time(s, digits);
    if (s->count == 0 && !s->month && (digits == 8 || digits == 12 || digits == 14))
        return take_compact(s, digits);
    if (is_complete(s) && !s->out->has_time && (digits == 6 || (digits == 4 && after_t)))
        return take_compact_time(s, digits);
    bool is_full = s->count == 3 || (s->count == 2 && s->month && !s->month_may_be_weekday);
    if (is_full || digits > 4 || digits == 3)
        return false;
    s->number[s->count] = value;
    s->digits[s->count] = digits;
    s->before[s->count++] = s->pending ? s->pending : ' ';
    s->pending = 0;
    s->rest = view_skip(s->rest, (size_t)digits);
    return true;
}

static bool take_month(struct scan *s, const struct date_word *word)
{
    bool may_be_weekday = word->role == DATE_ROLE_MONTH_OR_WEEKDAY;
    if (s->month && !s->month_may_be_weekday)
        return may_be_weekday;
    s->month = word->value;
    s->month_at = s->count;
    s->month_may_be_weekday = may_be_weekday;
    return true;
}

/* Takes "a.m." and "p. m.", whose dots cut the word in two. */
static bool take_dotted_half_day(struct scan *s)
{
    struct view rest = view_skip(s->rest, 1);
    while (rest.len && (rest.at[0] == '.' || view_trim(rest).at != rest.at))
        rest = rest.at[0] == '.' ? view_skip(rest, 1) : view_trim(rest);
    if (!rest.len || (rest.at[0] | 0x20) != 'm' || date_word_at(rest).len != 1)
        return false;
    bool is_pm = (s->rest.at[0] | 0x20) == 'p';
    s->rest = view_skip(rest, 1);
    return take_half_day(s, is_pm);
}

static bool take_word(struct scan *s, const struct date_word *word)
{
    bool begun = s->count || s->month;
    s->pending = 0;
    s->after_word = true;
    if (word->len == 1 && s->out->has_time && (s->rest.at[0] | 0x20) != 'z' && take_dotted_half_day(s))
        return true;
    s->rest = view_skip(s->rest, word->len);
    switch (word->role) {
    case DATE_ROLE_FILLER: return true;
    case DATE_ROLE_MONTH:
    case DATE_ROLE_MONTH_OR_WEEKDAY: return take_month(s, word);
    case DATE_ROLE_AM:
    case DATE_ROLE_PM: return take_half_day(s, word->role == DATE_ROLE_PM);
    case DATE_ROLE_T: s->after_t = true; return begun && digit_at(s->rest, 0);
    case DATE_ROLE_ZONE:
        s->after_time = true;
        s->out->offset_s = word->value * 60;
        bool first = !s->out->has_zone;
        s->out->has_zone = true;
        return begun && first;
    case DATE_ROLE_NONE: break;
    }
    return false;
}

/* What a character between numbers and words stands for: a blank, one of ,.-/+([' or NUL when it has no place in a
 * date. */
static char mark_at(struct view text, size_t *len)
{
    static const struct {
        struct view text;
        char means;
    } wide[] = {
        {{"\xC2\xA0", 2}, ' '},     {{"\xC2\xBA", 2}, ' '},     {{"\xC2\xAA", 2}, ' '},     {{"\xC2\xB0", 2}, ' '},
        {{"\xE2\x80\x89", 3}, ' '}, {{"\xE2\x80\xAF", 3}, ' '}, {{"\xE2\x80\x8E", 3}, ' '}, {{"\xE2\x80\x8F", 3}, ' '},
        {{"\xE2\x80\x90", 3}, '-'}, {{"\xE2\x80\x91", 3}, '-'}, {{"\xE2\x80\x93", 3}, '-'}, {{"\xE2\x80\x99", 3}, '\''},
    };
    *len = 1;
    char c = text.at[0];
    if (c == '\t' || c == '\n' || c == '\r')
        return ' ';
    if ((unsigned char)c < 0x80)
        return c && strchr(" ,.-/+()['", c) ? c : '\0';
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (view_starts(text, wide[i].text)) {
            *len = wide[i].text.len;
            return wide[i].means;
        }
    return '\0';
}

static bool take_mark(struct scan *s)
{
    size_t len;
    char mark = mark_at(s->rest, &len);
    if (!mark)
        return false;
    if ((mark == '+' || mark == '-') && s->after_time && len == 1 && digit_at(s->rest, 1))
        return take_offset(s);
    s->rest = view_skip(s->rest, len);
    switch (mark) {
    case ' ':
    case ')':
    case '\'': return true;
    case '(':
    case '[': /* a zone in words: "GMT-0400 (Eastern Daylight Time)" */
        if (s->out->has_zone)
            s->rest.len = 0;
        return mark == '(' || s->out->has_zone;
    case ',':
        if (s->count && !is_complete(s) && !s->month)
            s->pending = ',';
        return true;
    case '+': return false;
    default: /* one of .-/ */
        if (!s->after_word && (!s->count || s->pending))
            return false;
        s->pending = s->after_word ? '\0' : mark;
        s->after_word = false;
        return true;
    }
}

/* ---- what the parts mean ---- */

static bool set_year(struct scan *s, int i)
{
    s->out->two_digit_year = s->digits[i] == 2;
    s->out->year = s->out->two_digit_year ? date_parts_century(s->number[i]) : s->number[i];
    s->out->has_year = true;
    return s->digits[i] == 2 || s->digits[i] == 4;
}

static bool settle_worded(struct scan *s)
{
    int year_at = s->month_at == 1 && s->digits[0] == 4 ? 0 : 1, day_at = 1 - year_at;
    if (s->month_at > 1 || s->count < 2 - year_at || s->digits[day_at] > 2)
        return false;
    s->out->shape = DATE_WORDED;
    s->out->first = s->month;
    s->out->second = s->number[day_at];
    return s->count == 1 || set_year(s, year_at);
}

static bool settle_numbers(struct scan *s)
{
    struct date_text *out = s->out;
    char mark = s->before[1];
    bool year_first = s->digits[0] == 4;
    if (s->count < 2 || mark == ',' || (s->count == 3 && s->before[2] != mark))
        return false;
    if (year_first) {
        date_parts_set_day(out, s->number[0], s->number[1], s->number[2]);
        return s->count == 3 && s->digits[1] <= 2 && s->digits[2] <= 2;
    }
    if (s->digits[1] > 2 || (mark == ' ' && (s->count < 3 || s->digits[2] != 4)))
        return false;
    out->shape = mark == '.' ? DATE_DOTTED : DATE_SLASHED;
    out->first = s->number[0];
    out->second = s->number[1];
    return s->count == 2 || set_year(s, 2);
}

bool date_parts_scan(struct view text, struct date_text *out)
{
    struct scan s = {.rest = text, .out = out};
    while (s.rest.len) {
        bool good;
        struct date_word word = {0};
        if (date_parts_is_digit(s.rest.at[0]))
            good = take_number(&s);
        else if ((word = date_word_at(s.rest)).len)
            good = take_word(&s, &word);
        else
            good = take_mark(&s);
        if (!good)
            return false;
    }
    if (s.pending && s.pending != '.')
        return false;
    if (s.month_may_be_weekday && s.count == 3)
        s.month = 0;
    return s.month ? settle_worded(&s) : settle_numbers(&s);
}
