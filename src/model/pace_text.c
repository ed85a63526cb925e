#include "model/pace_text.h"

enum { MOST_CLOCK_PARTS = 3 };
static const int64_t most_mm = 100000000000, most_ms = 86400000;

bool pace_text_length(struct view text, int64_t *mm)
{
    struct decimal value;
    text = view_trim(text);
    size_t length = number_prefix(text, NUMBER_POINT, &value);
    enum unit unit = length ? unit_from_word(view_skip(text, length)) : UNIT_NONE;
    return unit != UNIT_NONE && unit != UNIT_COUNT && unit_to_mm(value, unit, mm) && *mm > 0 && *mm <= most_mm;
}

static int64_t divide(int64_t a, int64_t b)
{
    return a / b + (a % b >= b - a % b);
}

/* "9.58" with `scale_ms` for one of it: 1000 for seconds, 60000 for minutes. */
static bool read_amount(struct view text, int64_t scale_ms, int64_t *ms)
{
    struct decimal value;
    return text.len && text.at[0] >= '0' && text.at[0] <= '9' && number_parse(text, NUMBER_POINT, &value) &&
           number_scale(value, scale_ms, 1, ms) && *ms >= 0 && *ms <= most_ms;
}

/* "4:00", "1:05:00", "3:43.13". What stands behind a colon has two digits and is below 60. */
static bool read_clock(struct view text, int64_t *ms)
{
    int64_t total = 0;
    for (int part = 0; part < MOST_CLOCK_PARTS; part++) {
        struct view rest = text, head = view_cut(&rest, ':');
        int64_t piece;
        bool two_digits =
            head.len >= 2 && head.at[1] >= '0' && head.at[1] <= '9' && (head.len == 2 || head.at[2] == '.');
        if (!read_amount(head, 1000, &piece) || (part > 0 && (!two_digits || piece >= 60000)))
            return false;
        if (rest.at && piece % 1000)
            return false;
        total = total * 60 + piece;
        if (!rest.at) {
            *ms = total;
            return part > 0;
        }
        text = rest;
    }
    return false;
}

/* The time of a pace: "4:00", "4:00 min", "12 min". */
static bool read_time(struct view text, int64_t *ms)
{
    text = view_trim(text);
    bool minutes = view_ends(text, VIEW("min"));
    if (minutes)
        text = view_trim((struct view){text.at, text.len - 3});
    return (read_clock(text, ms) || (minutes && read_amount(text, 60000, ms))) && *ms > 0 && *ms <= most_ms;
}

/* What stands behind the slash: "mi", "km", "100m", "100 yd". */
static bool read_per(struct view text, int64_t *mm)
{
    enum unit unit = unit_from_word(text);
    if (unit == UNIT_MI || unit == UNIT_KM) {
        *mm = unit_table[unit].numerator;
        return true;
    }
    return pace_text_length(text, mm);
}

static bool parse_speed(struct view text, int64_t *ms_per_km)
{
    static const struct {
        const char *word;
        enum unit unit;
        int64_t an_hour;
    } speeds[] = {
        {"mph", UNIT_MI, 1}, {"mi/h", UNIT_MI, 1}, {"km/h", UNIT_KM, 1},
        {"kmh", UNIT_KM, 1}, {"kph", UNIT_KM, 1},  {"m/s", UNIT_M, 3600},
    };
    struct decimal value;
    size_t length = number_prefix(text, NUMBER_POINT, &value);
    struct view word = view_trim(view_skip(text, length));
    size_t i = 0, count = sizeof speeds / sizeof *speeds;
    while (i < count && !view_equal_fold(word, view_of(speeds[i].word)))
        i++;
    int64_t mm;
    if (!length || i == count || !unit_to_mm(value, speeds[i].unit, &mm) || mm <= 0 || mm > most_mm)
        return false;
    *ms_per_km = divide(3600000LL * 1000000, mm * speeds[i].an_hour);
    return *ms_per_km > 0;
}

bool pace_text_parse(struct view text, int64_t *ms_per_km)
{
    text = view_trim(text);
    if (parse_speed(text, ms_per_km))
        return true;
    struct view per = text, time = view_cut(&per, '/');
    int64_t ms, mm;
    if (!per.at || !read_time(time, &ms) || !read_per(view_trim(per), &mm))
        return false;
    *ms_per_km = divide(ms * 1000000, mm);
    return *ms_per_km > 0;
}
