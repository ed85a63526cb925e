#include "base/civil.h"

int civil_days_in_month(int year, int month)
{
    static const signed char length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && civil_is_leap(year) ? 29 : length[month - 1];
}

bool civil_is_valid(int year, int month, int day)
{
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
           day <= civil_days_in_month(year, month);
}

struct civil civil_from_day(int32_t day)
{
    int64_t z = (int64_t)day + 719468; /* 64 bits: any int32 may come */
    int era = (int)((z >= 0 ? z : z - 146096) / 146097), doe = (int)(z - (int64_t)era * 146097);
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    int month = mp + (mp < 10 ? 3 : -9);
    return (struct civil){yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) / 5 + 1};
}

static char *put_digits(char *p, int number, int width)
{
    for (int i = width - 1; i >= 0; i--, number /= 10)
        p[i] = (char)('0' + number % 10);
    return p + width;
}

size_t civil_iso(char out[static CIVIL_ISO_SIZE], int32_t day)
{
    struct civil c = civil_from_day(day);
    if (c.year < 0 || c.year > 9999) {
        memcpy(out, "?", 2);
        return 1;
    }
    char *p = put_digits(out, c.year, 4);
    *p++ = '-';
    p = put_digits(p, c.month, 2);
    *p++ = '-';
    *put_digits(p, c.day, 2) = '\0';
    return 10;
}

bool civil_parse_iso(struct view text, int32_t *day)
{
    if (text.len != 10 || text.at[4] != '-' || text.at[7] != '-')
        return false;
    int number[3] = {0, 0, 0};
    for (int i = 0, part = 0; i < 10; i++) {
        if (i == 4 || i == 7) {
            part++;
            continue;
        }
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        number[part] = number[part] * 10 + text.at[i] - '0';
    }
    if (!civil_is_valid(number[0], number[1], number[2]))
        return false;
    *day = civil_day(number[0], number[1], number[2]);
    return true;
}
