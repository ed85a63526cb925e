/* Event files with the files they name. The input holds up to four, apart by lines of "====": event.ini, types.json,
 * participants.csv, limits.ini. */
#include "event/event_file.h"
#include "fuzz_folder.h"
#include "rules/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct view cut_file(struct view *rest)
{
    static const char line[] = "====\n";
    for (size_t at = 0; at + sizeof line - 1 <= rest->len; at++)
        if ((at == 0 || rest->at[at - 1] == '\n') && memcmp(rest->at + at, line, sizeof line - 1) == 0) {
            struct view file = {rest->at, at};
            *rest = view_skip(*rest, at + sizeof line - 1);
            return file;
        }
    struct view file = *rest;
    *rest = (struct view){"", 0};
    return file;
}

static void check_event(const struct event *event)
{
    for (size_t i = 0; i < event->type_count; i++) {
        fuzz_require(event->types[i].id == UNKNOWN || event->types[i].id > 0, "a type's id is above zero");
        fuzz_require(event->types[i].kind < KIND_COUNT, "a type has a kind");
    }
    for (size_t i = 0; i < event->map_count; i++)
        fuzz_require(event_id_for(event, event->map[i].name) != 0, "a mapped name has an id");
    if (event->limits_path.len) {
        struct limits *limits = NULL;
        struct error error = {0};
        if (limits_open(&limits, event->limits_path.at, &error) == STATUS_OK)
            limits_plausible(limits, KIND_RUN, 5000000, 1800000);
        else
            fuzz_require_shown(view_of(error.text), "the error can be shown");
        limits_close(limits);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"event.ini", "types.json", "participants.csv", "limits.ini"};
    char paths[4][128];
    struct view rest = {(const char *)data, size};
    struct event event;
    struct error error = {0};
    for (size_t i = 0; i < 4; i++) {
        struct view file = cut_file(&rest);
        fuzz_file(paths[i], names[i], (const uint8_t *)file.at, file.len);
    }
    event_init(&event);
    if (event_file_load(&event, paths[0], &error) == STATUS_OK)
        check_event(&event);
    else
        fuzz_require_shown(view_of(error.text), "the error can be shown");
    event_release(&event);
    return 0;
}
