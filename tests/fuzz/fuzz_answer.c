/* Answers of the API: any bytes are judged, and what is told of them is whole. */
#include <stdint.h>
#include <stdlib.h>

#include "readers/answer.h"
#include "run/match_back.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_activities(const struct answer *answer)
{
    enum { MOST = 64 };
    size_t count = answer->count < MOST ? answer->count : MOST;
    struct match_own own[MOST] = {0};
    bool taken[MOST];
    size_t found = 0, used = 0;
    for (size_t i = 0; i < count; i++) {
        const struct answer_activity *a = &answer->activities[i];
        if (a->number == UNKNOWN)
            abort();
        own[i] = (struct match_own){.number = i % 2 ? a->number : UNKNOWN,
                                    .value = a->value,
                                    .elapsed_ms = a->elapsed_ms,
                                    .type_id = a->type_id,
                                    .day = a->day,
                                    .may_differ = i % 3 == 0};
    }
    match_back(own, count, answer->activities, count, taken);
    for (size_t i = 0; i < count; i++) {
        found += own[i].found != NULL;
        used += taken[i];
    }
    if (found != used) /* each of theirs is one of ours at most */
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct answer answer = answer_read((struct view){(const char *)data, size}, &arena);
    if (answer.kind == ANSWER_NUMBERS)
        for (size_t i = 0; i < answer.count; i++)
            if (answer.numbers[i] < 0)
                abort();
    if (answer.kind == ANSWER_ACTIVITIES)
        check_activities(&answer);
    if (answer.kind == ANSWER_OTHER && !answer.message.len)
        abort();
    arena_release(&arena);
    return 0;
}
