#include "outputs/pack_manifest.h"

#include <stdio.h>

#include "base/civil.h"
#include "outputs/json_member.h"

enum { NAME_LIMIT = 40 };

static bool is_plain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
}

/* How the request names the participant. */
static struct view number_of(const struct pack_person *person)
{
    return participant_number(person->registration_id.len ? person->registration_id : person->bib);
}

static const char *key_of(const struct pack_person *person)
{
    return person->registration_id.len ? "registration_id" : "bib_num";
}

void pack_manifest_name(struct buffer *out, uint64_t number, int width, const struct pack_person *person)
{
    struct view participant = number_of(person);
    buffer_add_padded(out, (int64_t)number, width);
    buffer_add_text(out, person->registration_id.len ? "-reg-" : "-bib-");
    for (size_t i = 0; i < participant.len && i < NAME_LIMIT; i++)
        buffer_add_char(out, is_plain(participant.at[i]) ? participant.at[i] : '_');
    buffer_add_text(out, ".json");
    buffer_string(out);
}

static void add_sum(struct buffer *out, const char *key, pack_sum sum)
{
    json_member_key(out, key);
    pack_totals_add_sum(out, sum);
}

void pack_manifest_content(char out[static PACK_CONTENT_SIZE], uint64_t content)
{
    snprintf(out, PACK_CONTENT_SIZE, "%016llx", (unsigned long long)content);
}

static void add_identity(struct buffer *out, const struct pack_identity *identity)
{
    char content[PACK_CONTENT_SIZE];
    pack_manifest_content(content, identity->content);
    buffer_add_text(out, ",\"pack\":{\"number\":");
    if (identity->number)
        buffer_add_int(out, identity->number);
    else
        buffer_add_text(out, "null");
    buffer_format(out, ",\"content\":\"%s\",\"probe\":%s}\n", content, identity->is_probe ? "true" : "false");
}

void pack_manifest_begin(struct buffer *out, const struct pack_totals *totals, const struct pack_identity *identity)
{
    const struct event *event = totals->event;
    char day[CIVIL_ISO_SIZE];
    struct buffer words = {0};
    pack_totals_add_unit(&words, totals);
    buffer_add_text(out, "{\"manifest_version\":1\n");
    add_identity(out, identity);
    buffer_add_text(out, ",\"event\":{\"name\":");
    buffer_add_json(out, event->name);
    json_member_uint(out, "race_id", event->race_id);
    json_member_uint(out, "event_id", event->event_id);
    buffer_add_text(out, "}\n");
    json_member_text(out, "tally_unit", view_of(unit_table[totals->unit].name));
    json_member_text(out, "tally_unit_words", buffer_view(&words));
    buffer_add_char(out, '\n');
    json_member_text(out, "as_of", (struct view){day, civil_iso(day, totals->summary->as_of)});
    buffer_format(out, "\n,\"counts\":{\"requests\":%llu", (unsigned long long)totals->requests);
    json_member_uint(out, "participants", totals->participants);
    json_member_uint(out, "activities", totals->activities);
    buffer_add_text(out, "}\n,\"sums\":{\"distance_mm\":");
    pack_totals_add_sum(out, totals->distance_mm);
    add_sum(out, "elapsed_ms", totals->elapsed_ms);
    add_sum(out, "tally_count", totals->count);
    buffer_add_text(out, "}\n,\"requests\":[");
    buffer_release(&words);
}

/* Percent-encoded (RFC 3986). */
static void add_encoded(struct buffer *out, struct view text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (is_plain(c) || c == '.' || c == '~')
            buffer_add_char(out, c);
        else
            buffer_format(out, "%%%02X", (unsigned char)c);
    }
}

static void add_query_string(struct buffer *out, const struct event *event, const struct pack_person *person)
{
    buffer_format(out, ",\"query_string\":\"race_id=%llu&event_id=%llu&%s=", (unsigned long long)event->race_id,
                  (unsigned long long)person->event_id, key_of(person));
    add_encoded(out, number_of(person));
    buffer_add_text(out, "&format=json\"");
}

static void add_query(struct buffer *out, const struct event *event, const struct pack_person *person)
{
    buffer_format(out, ",\"query\":{\"race_id\":%llu", (unsigned long long)event->race_id);
    json_member_uint(out, "event_id", person->event_id);
    json_member_text(out, key_of(person), number_of(person));
    buffer_add_text(out, ",\"format\":\"json\"}");
}

void pack_manifest_add_request(struct buffer *out, const struct pack_totals *totals, const struct pack_request *request,
                               bool is_first)
{
    buffer_add_text(out, is_first ? "\n{\"file\":\"requests/" : ",\n{\"file\":\"requests/");
    buffer_add(out, request->name);
    buffer_add_char(out, '"');
    add_query_string(out, totals->event, request->person);
    json_member_uint(out, "activities", request->activities);
    json_member_uint(out, "bytes", request->bytes);
    json_member_uint(out, "cksum", request->cksum);
    buffer_format(out, ",\"crc32\":\"%08x\"", request->crc32);
    buffer_add_text(out, ",\"url\":\"https://runsignup.com/rest/v2/vr-activities.json\"");
    add_query(out, totals->event, request->person);
    buffer_add_text(out, ",\"participant\":{\"registration_id\":");
    if (request->person->registration_id.len)
        buffer_add_json(out, request->person->registration_id);
    else
        buffer_add_text(out, "null");
    json_member_text(out, "bib_num", request->person->bib);
    buffer_add_char(out, '}');
    json_member_uint(out, "event_id", request->person->event_id);
    buffer_add_text(out, ",\"rows\":[");
}

void pack_manifest_add_row(struct buffer *out, const struct source_info *source, const struct pack_row *row,
                           bool is_first)
{
    buffer_add(out, is_first ? VIEW("\n{\"source\":") : VIEW(",\n{\"source\":"));
    buffer_add_json(out, source->source);
    if (source->member.len) {
        buffer_add(out, VIEW(",\"member\":"));
        buffer_add_json(out, source->member);
    }
    buffer_add(out, row->has_line ? VIEW(",\"line\":") : VIEW(",\"line\":null,\"index\":"));
    buffer_add_int(out, (int64_t)row->line);
    buffer_add(out, VIEW(",\"activity_key\":\""));
    buffer_add_int(out, (int64_t)row->key);
    buffer_add(out, VIEW("\"}"));
}

void pack_manifest_end_request(struct buffer *out)
{
    buffer_add_text(out, "]}");
}

void pack_manifest_end(struct buffer *out)
{
    buffer_add_text(out, "]}\n");
}
