/* The answers that post.sh left in responses/ of a pack. */
#include <stdio.h>

#include "base/number.h"
#include "run/reconcile.h"

struct one {
    struct reconcile *r;
    const struct receipt_request *request;
    struct receipt_answer answer;
    struct buffer message;
    char *base; /* ".../responses/0001-bib-42" */
};

static char *path_of(struct one *one, const char *ending)
{
    struct buffer path = {0};
    buffer_format(&path, "%s%s", one->base, ending);
    char *text = arena_string(&one->r->scratch, buffer_view(&path));
    buffer_release(&path);
    return text;
}

/* "3 activities were". */
static const char *rows_were(struct one *one)
{
    bool is_one = one->request->rows == 1;
    struct view text = arena_format(&one->r->scratch, "%lld %s", (long long)one->request->rows,
                                    is_one ? "activity was" : "activities were");
    return arena_string(&one->r->scratch, text);
}

/* "200 posted": the HTTP status that post.sh wrote beside the answer. */
static enum status read_http(struct one *one, struct error *error)
{
    bool exists;
    struct view text;
    int64_t when;
    uint64_t number;
    enum status status = reconcile_read(one->r, path_of(one, ".status"), &exists, &text, &when, error);
    if (status == STATUS_OK && exists && number_parse_uint(view_cut(&text, ' '), &number))
        one->answer.http_status = (int64_t)number;
    return status;
}

static void is_unknown(struct one *one, const char *why)
{
    one->answer.state = REQUEST_UNKNOWN;
    buffer_add_text(&one->message, why);
}

static void take_numbers(struct one *one, const struct answer *answer)
{
    if ((int64_t)answer->count == one->request->rows) {
        one->answer.state = REQUEST_SENT;
        one->answer.numbers = answer->numbers;
        one->answer.number_count = answer->count;
        return;
    }
    is_unknown(one, "");
    buffer_format(&one->message, "%s sent, but the answer has %zu numbers: which of them are there is not said",
                  rows_were(one), answer->count);
}

/* An error of the server (5xx) may come after the rows are in; any other says that they are not. */
static void take_error(struct one *one, const struct answer *answer)
{
    bool is_server = one->answer.http_status != UNKNOWN && one->answer.http_status >= 500;
    one->answer.state = is_server ? REQUEST_UNKNOWN : REQUEST_FAILED;
    if (one->answer.http_status != UNKNOWN)
        buffer_format(&one->message, "HTTP status %lld, ", (long long)one->answer.http_status);
    if (answer->code.len)
        buffer_format(&one->message, "error %.*s, ", VIEW_ARG(answer->code));
    buffer_add_masked(&one->message, answer->message.len ? answer->message : VIEW("no reason given"));
}

static void judge(struct one *one, const struct answer *answer)
{
    switch (answer->kind) {
    case ANSWER_NUMBERS: take_numbers(one, answer); break;
    case ANSWER_ERROR: take_error(one, answer); break;
    case ANSWER_XML:
        is_unknown(one, "the answer is XML or HTML, which is not taken in: only format=json says which rows are there");
        break;
    case ANSWER_EMPTY: is_unknown(one, "the answer is empty"); break;
    case ANSWER_ACTIVITIES: is_unknown(one, "the answer is one of GET, not of POST"); break;
    case ANSWER_OTHER:
        is_unknown(one, "the answer cannot be understood: ");
        buffer_add(&one->message, answer->message);
        break;
    }
}

static enum status tell(struct one *one, const char *place, struct error *error)
{
    bool changed;
    one->answer.message = buffer_view(&one->message);
    one->answer.file = one->request->file;
    one->answer.as_of = one->r->as_of;
    enum status status = receipts_answer(one->r->store, one->request, &one->answer, &changed, error);
    one->r->news += changed;
    if (status == STATUS_OK && changed && one->answer.state == REQUEST_FAILED)
        reconcile_note(one->r, RECONCILE_REFUSED, place, "refused (%s); %s not posted", buffer_string(&one->message),
                       rows_were(one));
    return status;
}

/* Sent, and no answer: the file says why, if post.sh lived to write it. */
static enum status take_unanswered(struct one *one, const char *place, struct view why, struct error *error)
{
    is_unknown(one, "");
    buffer_add_masked(&one->message, why.len ? view_trim(why) : VIEW("post.sh was stopped while it waited"));
    return tell(one, place, error);
}

static enum status take_request(struct one *one, struct error *error)
{
    static const char *const unanswered[] = {".unknown", ".sending"};
    bool exists;
    struct view text;
    const char *place = path_of(one, ".json");
    enum status status = reconcile_read(one->r, place, &exists, &text, &one->answer.touched, error);
    if (status == STATUS_OK && exists) {
        struct answer answer = answer_read(text, &one->r->scratch);
        status = read_http(one, error);
        judge(one, &answer);
        return status == STATUS_OK ? tell(one, place, error) : status;
    }
    for (size_t i = 0; status == STATUS_OK && i < 2; i++) {
        place = path_of(one, unanswered[i]);
        status = reconcile_read(one->r, place, &exists, &text, &one->answer.touched, error);
        if (status == STATUS_OK && exists)
            return take_unanswered(one, place, text, error);
    }
    return status;
}

enum status reconcile_answers(struct reconcile *r, const char *folder, const struct receipt_request *requests,
                              size_t count, struct view only, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct view name = view_skip(requests[i].file, sizeof "requests/" - 1);
        name.len -= view_ends(name, VIEW(".json")) ? 5 : 0;
        if (!requests[i].rows || (only.len && !view_equal(only, name))) /* no rows: their import was undone */
            continue;
        arena_reset(&r->scratch);
        struct one one = {.r = r, .request = &requests[i], .answer = {.http_status = UNKNOWN, .touched = UNKNOWN}};
        struct view base = arena_format(&r->scratch, "%s/responses/%.*s", folder, VIEW_ARG(name));
        one.base = arena_string(&r->scratch, base);
        status = take_request(&one, error);
        buffer_release(&one.message);
    }
    return status;
}
