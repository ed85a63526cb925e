#include "model/units.h"

const struct unit_info unit_table[UNIT_COUNT_OF] = {
#define UNIT(id, name, words, numerator, denominator) [UNIT_##id] = {name, words, numerator, denominator},
    UNITS(UNIT)
#undef UNIT
};

/* The words for a unit beside its short name, lower case, in the languages that exports come in. */
static const struct {
    const char *word;
    enum unit unit;
} unit_words[] = {
    {"mile", UNIT_MI},
    {"miles", UNIT_MI},
    {"mi", UNIT_MI},
    {"mls", UNIT_MI},
    {"mil", UNIT_MI},
    {"milla", UNIT_MI},
    {"millas", UNIT_MI},
    {"meile", UNIT_MI},
    {"meilen", UNIT_MI},
    {"mille", UNIT_MI},
    {"milles", UNIT_MI},
    {"miglio", UNIT_MI},
    {"miglia", UNIT_MI},
    {"milha", UNIT_MI},
    {"milhas", UNIT_MI},
    {"mijl", UNIT_MI},
    {"mijlen", UNIT_MI},
    {"statute miles", UNIT_MI},
    {"km", UNIT_KM},
    {"kms", UNIT_KM},
    {"k", UNIT_KM},
    {"kilometer", UNIT_KM},
    {"kilometers", UNIT_KM},
    {"kilometre", UNIT_KM},
    {"kilometres", UNIT_KM},
    {"kilometern", UNIT_KM},
    {"kilom\xC3\xA8tre", UNIT_KM},
    {"kilom\xC3\xA8tres", UNIT_KM},
    {"kil\xC3\xB3metro", UNIT_KM},
    {"kil\xC3\xB3metros", UNIT_KM},
    {"kilometro", UNIT_KM},
    {"kilometros", UNIT_KM},
    {"chilometri", UNIT_KM},
    {"chilometro", UNIT_KM},
    {"quil\xC3\xB4metros", UNIT_KM},
    {"quilometros", UNIT_KM},
    {"m", UNIT_M},
    {"meter", UNIT_M},
    {"meters", UNIT_M},
    {"metre", UNIT_M},
    {"metres", UNIT_M},
    {"mtr", UNIT_M},
    {"mts", UNIT_M},
    {"metros", UNIT_M},
    {"metri", UNIT_M},
    {"metern", UNIT_M},
    {"m\xC3\xA8tre", UNIT_M},
    {"m\xC3\xA8tres", UNIT_M},
    {"ft", UNIT_FT},
    {"foot", UNIT_FT},
    {"feet", UNIT_FT},
    {"'", UNIT_FT},
    {"fu\xC3\x9F", UNIT_FT},
    {"pies", UNIT_FT},
    {"pieds", UNIT_FT},
    {"piedi", UNIT_FT},
    {"yd", UNIT_YD},
    {"yds", UNIT_YD},
    {"yard", UNIT_YD},
    {"yards", UNIT_YD},
    {"mm", UNIT_MM},
    {"millimeters", UNIT_MM},
    {"millimetres", UNIT_MM},
    {"cm", UNIT_CM},
    {"centimeters", UNIT_CM},
    {"centimetres", UNIT_CM},
    {"count", UNIT_COUNT},
    {"reps", UNIT_COUNT},
    {"times", UNIT_COUNT},
    {"x", UNIT_COUNT},
};

enum unit unit_from_word(struct view word)
{
    word = view_trim(word);
    if (word.len && word.at[word.len - 1] == '.')
        word.len--;
    for (size_t i = 0; i < sizeof unit_words / sizeof *unit_words; i++)
        if (view_equal_fold(word, view_of(unit_words[i].word)))
            return unit_words[i].unit;
    return UNIT_NONE;
}
