#include "readers/iso_time.h"

#include "base/civil.h"

/* Up to `most` digits; false when there is none. */
static bool take_number(struct view *rest, size_t most, int *out)
{
    size_t n = 0;
    for (*out = 0; n < most && n < rest->len && rest->at[n] >= '0' && rest->at[n] <= '9'; n++)
        *out = *out * 10 + (rest->at[n] - '0');
    *rest = view_skip(*rest, n);
    return n != 0;
}

static bool take_char(struct view *rest, const char *any)
{
    if (!rest->len || !rest->at[0] || !strchr(any, rest->at[0]))
        return false;
    *rest = view_skip(*rest, 1);
    return true;
}

static bool take_date(struct view *rest, int32_t *day)
{
    int year, month, date;
    if (!take_number(rest, 4, &year))
        return false;
    bool dashed = take_char(rest, "-");
    if (!take_number(rest, 2, &month) || (dashed && !take_char(rest, "-")) || !take_number(rest, 2, &date) ||
        !civil_is_valid(year, month, date))
        return false;
    *day = civil_day(year, month, date);
    return true;
}

static int fraction_ms(struct view *rest)
{
    int ms = 0, worth = 100;
    for (; rest->len && rest->at[0] >= '0' && rest->at[0] <= '9'; *rest = view_skip(*rest, 1)) {
        ms += (rest->at[0] - '0') * worth;
        worth /= 10;
    }
    return ms;
}

static bool take_clock(struct view *rest, int32_t *ms)
{
    int hours, minutes, seconds = 0, fraction = 0;
    if (!take_number(rest, 2, &hours))
        return false;
    bool colon = take_char(rest, ":");
    if (!take_number(rest, 2, &minutes))
        return false;
    if (colon ? take_char(rest, ":") : rest->len && rest->at[0] >= '0' && rest->at[0] <= '9') {
        if (!take_number(rest, 2, &seconds))
            return false;
        if (take_char(rest, ".,"))
            fraction = fraction_ms(rest);
    }
    bool midnight = hours == 24 && minutes == 0 && seconds == 0;
    if ((hours > 23 && !midnight) || minutes > 59 || seconds > 60)
        return false;
    *ms = ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction;
    return true;
}

static bool take_zone(struct view *rest, struct iso_time *out)
{
    int hours, minutes = 0;
    out->offset_s = 0;
    out->has_offset = false;
    while (take_char(rest, " ")) {
    }
    if (!rest->len || take_char(rest, "Zz"))
        return true;
    bool west = rest->at[0] == '-';
    if (!take_char(rest, "+-") || !take_number(rest, 2, &hours))
        return false;
    if (take_char(rest, ":") || rest->len)
        if (!take_number(rest, 2, &minutes))
            return false;
    if (hours > 18 || minutes > 59)
        return false;
    out->offset_s = (hours * 60 + minutes) * (west ? -60 : 60);
    out->has_offset = true;
    return true;
}

/* "2026-05-01T08:15:30Z", as nearly all are written. */
static bool parse_common(struct view text, struct iso_time *out)
{
    static const char shape[] = "dddd-dd-ddTdd:dd:dd";
    const char *t = text.at;
    size_t length = sizeof shape - 1;
    if (text.len != length + 1 || t[length] != 'Z')
        return false;
    for (size_t i = 0; i < length; i++)
        if (shape[i] == 'd' ? t[i] < '0' || t[i] > '9' : t[i] != shape[i])
            return false;
    int year = (t[0] - '0') * 1000 + (t[1] - '0') * 100 + (t[2] - '0') * 10 + (t[3] - '0');
    int month = (t[5] - '0') * 10 + (t[6] - '0'), day = (t[8] - '0') * 10 + (t[9] - '0');
    int hours = (t[11] - '0') * 10 + (t[12] - '0'), minutes = (t[14] - '0') * 10 + (t[15] - '0');
    int seconds = (t[17] - '0') * 10 + (t[18] - '0');
    if (!civil_is_valid(year, month, day) || hours > 23 || minutes > 59 || seconds > 59)
        return false;
    out->unix_ms = (int64_t)civil_day(year, month, day) * MS_PER_DAY + ((hours * 60 + minutes) * 60 + seconds) * 1000;
    out->offset_s = 0;
    out->has_offset = false;
    return true;
}

bool iso_time_parse(struct view text, struct iso_time *out)
{
    int32_t day, ms;
    if (parse_common(text, out))
        return true;
    struct view rest = view_trim(text);
    if (!take_date(&rest, &day) || !take_char(&rest, "Tt ") || !take_clock(&rest, &ms) || !take_zone(&rest, out) ||
        rest.len)
        return false;
    out->unix_ms = (int64_t)day * MS_PER_DAY + ms - (int64_t)out->offset_s * 1000;
    return true;
}
