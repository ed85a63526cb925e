#include "outputs/next_step.h"

#include <stdio.h>

void next_step_add_word(struct buffer *out, struct view word)
{
    bool is_plain = word.len > 0;
    for (size_t i = 0; i < word.len; i++) {
        char c = word.at[i];
        is_plain = is_plain && ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                                strchr("/._-+,:@%", c));
    }
    if (is_plain) {
        buffer_add(out, word);
        return;
    }
    buffer_add_char(out, '\'');
    for (size_t i = 0; i < word.len; i++) {
        if (word.at[i] == '\'')
            buffer_add_text(out, "'\\''");
        else
            buffer_add_char(out, word.at[i]);
    }
    buffer_add_char(out, '\'');
}

static void add_post(struct buffer *out, struct view folder, const char *options)
{
    struct buffer path = {0};
    buffer_format(&path, "%.*s/post.sh", VIEW_ARG(folder));
    buffer_add_text(out, "next: sh ");
    next_step_add_word(out, buffer_view(&path));
    buffer_format(out, "%s\n", options);
    buffer_release(&path);
}

static void add_receipts(struct buffer *out, const char *store_name, struct view folder)
{
    buffer_add_text(out, "then: tallypost receipts --store ");
    next_step_add_word(out, view_of(store_name));
    buffer_add_char(out, ' ');
    next_step_add_word(out, folder);
    buffer_add_char(out, '\n');
}

static void add_command(struct buffer *out, const char *command, const char *store_name, const char *rest)
{
    buffer_format(out, "next: tallypost %s --store ", command);
    next_step_add_word(out, view_of(store_name));
    buffer_format(out, "%s\n", rest);
}

/* A pack with activities that RunSignup has already must not be sent. */
static void add_undo(struct buffer *out, const char *store_name, const struct standing *s)
{
    char rest[40];
    snprintf(rest, sizeof rest, " pack-%lld", (long long)s->already_pack);
    buffer_format(out,
                  "stop: RunSignup has %lld of the activities in packs that are not sent; sending them would count "
                  "them twice\n",
                  (long long)s->already_in_pack);
    add_command(out, "undo", store_name, rest);
}

void next_step_add(struct buffer *out, const struct standing *s, const char *store_name)
{
    if (s->different) {
        buffer_add_text(out, "stop: RunSignup has other values than were sent. Post nothing more until you know why; a "
                             "wrong unit is the usual reason\n");
        add_command(out, "undo", store_name, " BATCH --out FILE lists the calls that delete what was posted");
    } else if (s->unplaced)
        add_command(out, "payload", store_name, " --out DIR finishes a pack whose making was interrupted");
    else if (s->unknown_pack.len) {
        add_post(out, s->unknown_pack, " --read-back --unknown");
        add_receipts(out, store_name, s->unknown_pack);
    } else if (s->already_in_pack)
        add_undo(out, store_name, s);
    else if (s->ready_pack.len) {
        add_post(out, s->ready_pack, "");
        add_receipts(out, store_name, s->ready_pack);
    } else if (s->activities.unposted)
        add_command(out, "payload", store_name, " --out DIR");
    else if (s->sent_pack.len) {
        add_post(out, s->sent_pack, " --read-back");
        add_receipts(out, store_name, s->sent_pack);
    } else if (s->activities.stored)
        buffer_add_text(out, "next: nothing; all that is stored is on RunSignup\n");
    else
        buffer_add_text(out, "next: tallypost import adds activities\n");
}

bool next_step_is_open(const struct standing *s)
{
    const struct standing_activities *a = &s->activities;
    return a->unposted || a->ready || a->unknown || a->gone || s->different || s->extra || s->twice || s->unplaced;
}
