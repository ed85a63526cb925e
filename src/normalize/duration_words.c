#include "normalize/duration_words.h"

struct unit_word {
    struct view text;
    enum duration_unit unit;
};

#define WORD(text, unit)                                                                                               \
    {                                                                                                                  \
        {text, sizeof(text) - 1}, DURATION_UNIT_##unit                                                                 \
    }

/* The commonest first. */
static const struct unit_word words[] = {
    WORD("h", HOUR),          WORD("m", MINUTE),        WORD("s", SECOND),        WORD("min", MINUTE),
    WORD("sec", SECOND),      WORD("hr", HOUR),         WORD("d", DAY),           WORD("day", DAY),
    WORD("days", DAY),        WORD("tag", DAY),         WORD("tage", DAY),        WORD("jour", DAY),
    WORD("jours", DAY),       WORD("dia", DAY),         WORD("dias", DAY),        WORD("giorno", DAY),
    WORD("giorni", DAY),      WORD("dag", DAY),         WORD("dagen", DAY),       WORD("dagar", DAY),
    WORD("dage", DAY),        WORD("dni", DAY),         WORD("dzien", DAY),       WORD("hrs", HOUR),
    WORD("hour", HOUR),       WORD("hours", HOUR),      WORD("std", HOUR),        WORD("stunde", HOUR),
    WORD("stunden", HOUR),    WORD("heure", HOUR),      WORD("heures", HOUR),     WORD("hora", HOUR),
    WORD("horas", HOUR),      WORD("ora", HOUR),        WORD("ore", HOUR),        WORD("uur", HOUR),
    WORD("tim", HOUR),        WORD("timmar", HOUR),     WORD("timer", HOUR),      WORD("time", HOUR),
    WORD("godz", HOUR),       WORD("mins", MINUTE),     WORD("minute", MINUTE),   WORD("minutes", MINUTE),
    WORD("minuten", MINUTE),  WORD("minuto", MINUTE),   WORD("minutos", MINUTE),  WORD("minuti", MINUTE),
    WORD("minuut", MINUTE),   WORD("minuter", MINUTE),  WORD("minutter", MINUTE), WORD("secs", SECOND),
    WORD("second", SECOND),   WORD("seconds", SECOND),  WORD("sek", SECOND),      WORD("sekunde", SECOND),
    WORD("sekunden", SECOND), WORD("seconde", SECOND),  WORD("secondes", SECOND), WORD("seconden", SECOND),
    WORD("seg", SECOND),      WORD("segundo", SECOND),  WORD("segundos", SECOND), WORD("secondo", SECOND),
    WORD("secondi", SECOND),  WORD("sekund", SECOND),   WORD("sekunder", SECOND), WORD("ms", MS),
    WORD("msec", MS),         WORD("milliseconds", MS),
};

static const struct unit_word signs[] = {
    WORD("''", SECOND),           WORD("'", MINUTE),
    WORD("\"", SECOND),           WORD("\xE2\x80\xB2", MINUTE),
    WORD("\xE2\x80\xB3", SECOND), WORD("\xE2\x80\x99", MINUTE),
    WORD("\xE2\x80\x9D", SECOND), WORD("\xC2\xB0", HOUR),
};

enum duration_unit duration_unit_at(struct view text, size_t *len)
{
    size_t n = 0;
    while (n < text.len && (text.at[n] | 0x20) >= 'a' && (text.at[n] | 0x20) <= 'z')
        n++;
    *len = n;
    for (size_t i = 0; n && i < sizeof words / sizeof *words; i++)
        if (view_equal_fold((struct view){text.at, n}, words[i].text)) {
            *len = n + (n < text.len && text.at[n] == '.');
            return words[i].unit;
        }
    for (size_t i = 0; !n && i < sizeof signs / sizeof *signs; i++)
        if (view_starts(text, signs[i].text)) {
            *len = signs[i].text.len;
            return signs[i].unit;
        }
    return DURATION_UNIT_NONE;
}
