#include "readers/fit_file.h"

#include "base/memory.h"
#include "readers/fit_names.h"
#include "readers/track.h"

/* ---- totals ---- */

/* Which fields of a message are totals. */
struct total_fields {
    uint8_t start, elapsed, timer, distance, ascent, sport, sub_sport;
};

static const struct total_fields session_fields = {2, 7, 8, 9, 22, 5, 6}, lap_fields = {2, 7, 8, 9, 21, 25, 39};

/* A total in thousandths. What no total can be, in a field of an odd type, is none. */
static int64_t total(const struct fit_message *message, uint8_t field, int64_t factor)
{
    int64_t value = fit_number(message, field);
    return value < 0 || value > UINT32_MAX ? UNKNOWN : value * factor;
}

struct fit_totals fit_totals_of(const struct fit_message *message)
{
    const struct total_fields *of = message->global == FIT_SESSION ? &session_fields : &lap_fields;
    return (struct fit_totals){
        .start_ms = fit_unix_ms(fit_number(message, of->start)),
        .elapsed_ms = total(message, of->elapsed, 1),
        .moving_ms = total(message, of->timer, 1),
        .distance_mm = total(message, of->distance, 10),
        .ascent_mm = total(message, of->ascent, 1000),
        .sport = fit_number(message, of->sport),
        .sub_sport = fit_number(message, of->sub_sport),
    };
}

/* ---- messages ---- */

/* What is at work while files are read. */
struct reading {
    struct fit_files *files;
    struct fit_file *file; /* the present one */
};

/* A text of the file; the first one that is given stays. */
static void keep_text(char room[static FIT_NAME], struct view text)
{
    if (room[0])
        return;
    size_t n = text.len < FIT_NAME ? text.len : FIT_NAME - 1;
    while (n < text.len && n && ((unsigned char)text.at[n] & 0xC0) == 0x80)
        n--; /* not within a character */
    if (n)
        memcpy(room, text.at, n);
    room[n] = 0;
}

static void take_file_id(struct reading *r, const struct fit_message *message)
{
    enum { TYPE = 0, MANUFACTURER = 1, PRODUCT_NAME = 8 };
    if (r->file->type == UNKNOWN)
        r->file->type = fit_number(message, TYPE);
    if (r->file->manufacturer == UNKNOWN)
        r->file->manufacturer = fit_number(message, MANUFACTURER);
    keep_text(r->file->product, fit_text(message, PRODUCT_NAME));
}

/* The device that made the file has the index 0; others are its sensors. */
static void take_device(struct reading *r, const struct fit_message *message)
{
    enum { DEVICE_INDEX = 0, PRODUCT_NAME = 27 };
    if (fit_number(message, DEVICE_INDEX) == 0)
        keep_text(r->file->product, fit_text(message, PRODUCT_NAME));
}

static void take_sport(struct reading *r, const struct fit_message *message)
{
    enum { SPORT = 0, SUB_SPORT = 1, NAME = 3 };
    r->file->sport = fit_number(message, SPORT);
    r->file->sub_sport = fit_number(message, SUB_SPORT);
    keep_text(r->file->name, fit_text(message, NAME));
}

static void take_workout(struct reading *r, const struct fit_message *message)
{
    enum { NAME = 8 };
    keep_text(r->file->name, fit_text(message, NAME));
}

/* Zones are whole quarters of an hour off UTC; devices that write the two times one after the other are a second off
 * that. */
static void take_activity(struct reading *r, const struct fit_message *message)
{
    enum { LOCAL_TIMESTAMP = 5, QUARTER = 900, SLACK = 60, HIGHEST = 14 * 3600 };
    int64_t utc = fit_number(message, FIT_TIMESTAMP), local = fit_number(message, LOCAL_TIMESTAMP);
    if (fit_unix_ms(utc) == UNKNOWN || fit_unix_ms(local) == UNKNOWN)
        return;
    int64_t offset = local - utc, quarters = (offset + (offset < 0 ? -QUARTER : QUARTER) / 2) / QUARTER;
    int64_t off = offset - quarters * QUARTER;
    if (off >= -SLACK && off <= SLACK && offset >= -HIGHEST - SLACK && offset <= HIGHEST + SLACK)
        r->file->utc_offset_s = (int32_t)(quarters * QUARTER);
}

static void note_track(struct reading *r, const struct fit_message *message)
{
    (void)message;
    r->file->has_track = true;
}

/* Some devices write a session when it begins, with nothing in it, and again when it ends. */
static bool is_same(const struct fit_session *was, const struct fit_session *is)
{
    const struct fit_totals *a = &was->totals, *b = &is->totals;
    if (was->index != is->index || a->sport != b->sport || a->sub_sport != b->sub_sport)
        return false;
    if (a->start_ms == UNKNOWN)
        return a->elapsed_ms <= 0 && a->distance_mm <= 0;
    return a->start_ms == b->start_ms;
}

static struct fit_session *same_session(const struct reading *r, const struct fit_session *session)
{
    for (uint32_t i = 0; i < r->file->session_count; i++) {
        struct fit_session *other = &r->files->sessions[r->file->first_session + i];
        if (is_same(other, session))
            return other;
    }
    return NULL;
}

static void take_session(struct reading *r, const struct fit_message *message)
{
    enum { END = FIT_TIMESTAMP, SPORT_PROFILE_NAME = 110, MESSAGE_INDEX = 254 };
    struct fit_files *files = r->files;
    struct fit_session session = {.totals = fit_totals_of(message), .index = fit_number(message, MESSAGE_INDEX)};
    int64_t end_ms = fit_unix_ms(fit_number(message, END));
    if (session.totals.start_ms == UNKNOWN && end_ms != UNKNOWN && session.totals.elapsed_ms != UNKNOWN)
        session.totals.start_ms = end_ms - session.totals.elapsed_ms;
    keep_text(session.name, fit_text(message, SPORT_PROFILE_NAME));
    struct fit_session *place = same_session(r, &session);
    if (!place && (r->file->session_count == FIT_SESSIONS || files->session_count == FIT_ACTIVITIES)) {
        files->left_out = "more than 64 sessions in a FIT file, or 10,000 in all; the rest was left out";
        return;
    }
    if (!place) {
        files->sessions =
            memory_grow(files->sessions, &files->session_capacity, files->session_count + 1, sizeof *files->sessions);
        place = &files->sessions[files->session_count++];
        r->file->session_count++;
    }
    *place = session;
}

static const struct {
    enum fit_global global;
    void (*take)(struct reading *r, const struct fit_message *message);
} takers[] = {
    {FIT_RECORD, note_track},       {FIT_LAP, note_track},         {FIT_SESSION, take_session},
    {FIT_FILE_ID, take_file_id},    {FIT_SPORT, take_sport},       {FIT_WORKOUT, take_workout},
    {FIT_DEVICE_INFO, take_device}, {FIT_ACTIVITY, take_activity},
};

static void take_message(struct reading *r, const struct fit_message *message)
{
    for (size_t i = 0; i < sizeof takers / sizeof *takers; i++)
        if (takers[i].global == message->global) {
            takers[i].take(r, message);
            return;
        }
}

/* ---- files ---- */

static void begin_file(struct reading *r)
{
    struct fit_files *files = r->files;
    files->files = memory_grow(files->files, &files->capacity, files->count + 1, sizeof *files->files);
    r->file = &files->files[files->count++];
    *r->file = (struct fit_file){
        .type = UNKNOWN,
        .manufacturer = UNKNOWN,
        .sport = UNKNOWN,
        .sub_sport = UNKNOWN,
        .first_session = (uint32_t)files->session_count,
        .utc_offset_s = TRACK_NO_OFFSET,
    };
}

void fit_files_read(struct fit_files *files, struct source *source)
{
    struct fit_decoder *decoder = fit_decoder_new(source);
    struct fit_message message;
    struct reading reading = {.files = files};
    enum fit_step step;
    *files = (struct fit_files){.damage.code = CODE_COUNT};
    while ((step = fit_next(decoder, &message)) != FIT_DONE) {
        if (step == FIT_FILE && files->count == FIT_ACTIVITIES) {
            files->left_out = "more than 10,000 FIT files, one behind the other; the rest was left out";
            break;
        }
        if (step == FIT_FILE)
            begin_file(&reading);
        if (step == FIT_MESSAGE)
            take_message(&reading, &message);
        if (step == FIT_FILE_END && files->damage.code == CODE_COUNT)
            files->damage = *fit_damage(decoder);
    }
    fit_decoder_free(decoder);
}

void fit_files_release(struct fit_files *files)
{
    memory_free(files->files);
    memory_free(files->sessions);
    *files = (struct fit_files){0};
}

uint32_t fit_file_activities(const struct fit_file *file)
{
    enum fit_file_holds holds = fit_file_holds(file->type);
    if (holds == FIT_HOLDS_NONE)
        return 0;
    if (file->session_count)
        return file->session_count;
    return holds == FIT_HOLDS_RECORDS && file->has_track;
}
