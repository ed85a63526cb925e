/* json_member: members of a JSON object, each behind a comma unless it is the first. */
#ifndef OUTPUTS_JSON_MEMBER_H
#define OUTPUTS_JSON_MEMBER_H

#include "base/buffer.h"

void json_member_key(struct buffer *out, const char *key);
void json_member_int(struct buffer *out, const char *key, int64_t number);
void json_member_uint(struct buffer *out, const char *key, uint64_t number);
void json_member_flag(struct buffer *out, const char *key, bool value);
void json_member_text(struct buffer *out, const char *key, struct view text); /* null when it is empty */

#endif
