/* Files of waivers, and what they find. */
#include "event/waivers.h"
#include "fuzz_folder.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_up(const struct waivers *waivers)
{
    struct source_info source = {.source = VIEW("spring.csv")};
    for (size_t i = 0; i < waivers->count; i++) {
        const struct waiver *one = &waivers->list[i];
        struct activity row = activity_empty;
        row.distance_mm = 1;
        row.line = one->target == WAIVER_LINE ? one->row : 0;
        row.key = one->target == WAIVER_KEY ? one->row : 0;
        row.index = one->target == WAIVER_RECORD ? one->row : UINT64_MAX;
        source.source = one->target == WAIVER_KEY ? VIEW("any") : one->source;
        const struct waiver *found = waivers_find(waivers, &source, &row, one->code);
        fuzz_require(one->expired || found, "a waiver that holds is found by what it names");
        fuzz_require(!found || found->code == one->code, "what is found is for that code");
        fuzz_require(one->by.len && one->reason.len, "somebody gave a reason");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const inputs[] = {"spring.csv", "a/june.csv", "b/june.csv"};
    char path[128];
    struct arena arena = {0};
    struct error error = {0};
    const struct waivers *waivers;
    fuzz_file(path, "waivers.csv", data, size);
    if (waivers_read(&waivers, path, inputs, 3, 20000, &arena, &error) == STATUS_OK)
        look_up(waivers);
    else
        fuzz_require_shown(view_of(error.text), "the error can be shown");
    arena_release(&arena);
    return 0;
}
