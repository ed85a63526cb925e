#include "run/waiver_uses.h"

static void note(struct batch *batch, const struct waiver *waiver)
{
    enum code code = waiver->expired ? CODE_WAIVER_EXPIRED : CODE_WAIVER_UNUSED;
    struct finding *f = batch_note(batch, NULL, code, FIELD_NONE, (struct view){"", 0});
    if (!f)
        return;
    f->line = (uint64_t)waiver->line;
    f->args[0] = arg_word(code_table[waiver->code].name);
    f->args[1] = arg_view(waiver->written);
    f->args[2] = arg_view(waiver->by);
    f->args[3] = arg_day(waiver->until);
}

struct source_info *waiver_uses_note(const struct summary *summary, const struct waivers *waivers, struct arena *arena,
                                     struct batch *batch)
{
    struct source_info *info = arena_zero(arena, sizeof *info);
    info->number = (uint32_t)summary->source_count;
    info->source = waivers->path;
    info->beside = true;
    for (size_t i = 0; i < waivers->count; i++)
        if (waivers->list[i].expired || !summary->waiver_uses[i])
            note(batch, &waivers->list[i]);
    return info;
}
