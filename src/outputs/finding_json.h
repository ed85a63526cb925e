/* finding_json: a finding as members of a JSON object, the same in every output. Texts are made in scratch buffers that
 * the caller keeps from one finding to the next. */
#ifndef OUTPUTS_FINDING_JSON_H
#define OUTPUTS_FINDING_JSON_H

#include "model/findings.h"

/* `"code":...,"severity":...,"field":...,"value":...,"message":...,"hint":...` without braces. A field or value that
 * is not known is null; a hint is null or {slip, field, value, text, alternatives}. `scratch` is overwritten. */
void finding_json(struct buffer *out, const struct finding *finding, struct buffer *scratch);

/* A string, or null when it is empty. */
void finding_json_text(struct buffer *out, struct view text);

#endif
