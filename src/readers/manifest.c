#include "readers/manifest.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/fileio.h"
#include "readers/json_pool.h"

enum { HEAD_SIZE = 64 * 1024 };

static const struct view requests_begin = VIEW(",\"requests\":[");

static enum status not_a_pack(const char *folder, const char *why, struct error *error)
{
    return error_set(error, STATUS_USAGE, "%s: %s; give the folder that tallypost payload made", folder, why);
}

static enum status read_head(const char *folder, struct buffer *head, struct error *error)
{
    struct buffer path = {0};
    buffer_format(&path, "%s/manifest.json", folder);
    int fd = open(buffer_string(&path), O_RDONLY | O_CLOEXEC);
    buffer_release(&path);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return not_a_pack(folder, "no pack: it has no manifest.json", error);
    ssize_t got = fd < 0 ? -1 : fileio_read_at(fd, buffer_room(head, HEAD_SIZE), HEAD_SIZE, 0);
    int number = errno;
    if (fd >= 0)
        close(fd);
    errno = number;
    if (got < 0)
        return error_errno(error, STATUS_IO, "%s/manifest.json: cannot be read", folder);
    head->len = (size_t)got;
    return STATUS_OK;
}

/* Cut before the requests, so that what is left is a whole document. */
static bool cut_head(struct buffer *head)
{
    for (size_t i = 0; i + requests_begin.len <= head->len; i++)
        if (memcmp(head->at + i, requests_begin.at, requests_begin.len) == 0) {
            head->len = i;
            buffer_add_char(head, '}');
            return true;
        }
    return false;
}

static uint64_t id_of(const cJSON *object, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    const double limit = 9007199254740992.0;
    return cJSON_IsNumber(value) && value->valuedouble >= 0 && value->valuedouble < limit ? (uint64_t)value->valuedouble
                                                                                          : 0;
}

static bool take(const cJSON *root, struct arena *arena, struct manifest *out)
{
    const cJSON *pack = cJSON_GetObjectItemCaseSensitive(root, "pack");
    const cJSON *event = cJSON_GetObjectItemCaseSensitive(root, "event");
    const char *content = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(pack, "content"));
    const char *unit = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "tally_unit"));
    if (!content || !unit)
        return false;
    *out = (struct manifest){
        .number = (int64_t)id_of(pack, "number"),
        .content = arena_copy(arena, view_of(content)),
        .is_probe = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(pack, "probe")),
        .tally_unit = unit_from_word(view_of(unit)),
        .race_id = id_of(event, "race_id"),
        .event_id = id_of(event, "event_id"),
    };
    return true;
}

enum status manifest_read(const char *folder, struct arena *arena, struct manifest *out, struct error *error)
{
    struct buffer head = {0};
    struct json_pool pool = {0};
    bool is_read = false;
    enum status status = read_head(folder, &head, error);
    if (status == STATUS_OK && cut_head(&head)) {
        json_pool_init(&pool);
        cJSON *root = cJSON_ParseWithLength(head.at, head.len);
        is_read = root && take(root, arena, out);
        cJSON_Delete(root);
        json_pool_release(&pool);
    }
    buffer_release(&head);
    if (status == STATUS_OK && !is_read)
        status = not_a_pack(folder, "its manifest.json was changed, or is of an older tallypost", error);
    return status;
}
