#include "outputs/json_member.h"

void json_member_key(struct buffer *out, const char *key)
{
    bool is_first = out->len == 0 || out->at[out->len - 1] == '{';
    buffer_format(out, "%s\"%s\":", is_first ? "" : ",", key);
}

void json_member_int(struct buffer *out, const char *key, int64_t number)
{
    json_member_key(out, key);
    buffer_add_int(out, number);
}

void json_member_uint(struct buffer *out, const char *key, uint64_t number)
{
    json_member_key(out, key);
    buffer_format(out, "%llu", (unsigned long long)number);
}

void json_member_flag(struct buffer *out, const char *key, bool value)
{
    json_member_key(out, key);
    buffer_add_text(out, value ? "true" : "false");
}

void json_member_text(struct buffer *out, const char *key, struct view text)
{
    json_member_key(out, key);
    if (text.len)
        buffer_add_json(out, text);
    else
        buffer_add_text(out, "null");
}
