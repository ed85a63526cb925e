/* Profiles: any text is a profile or is refused in one line, and one that is taken can be asked. */
#include "fuzz_folder.h"
#include "normalize/profile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(const struct profiles *all)
{
    const struct profile *p = profiles_at(all, 0);
    for (size_t i = 0; i < p->column_count; i++)
        for (size_t k = 0; k < p->columns[i].header_count; k++) {
            const struct header_ref *ref = &p->columns[i].headers[k];
            fuzz_require(ref->folded.len > 0 && ref->nth > 0, "a header has a name");
            profiles_alias(all, ref->folded);
            fuzz_require(profiles_know(all, ref->folded), "a profile's own header is known");
            fuzz_require(header_find(&ref->folded, 1, ref) == (ref->nth == 1 ? 0 : -1), "a header finds itself");
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[128];
    struct profiles *all = NULL;
    struct error error = {0};
    enum status status = profiles_open(&all, fuzz_file(path, "profile.ini", data, size), &error);
    if (status == STATUS_OK)
        ask(all);
    else
        fuzz_require_shown(view_of(error.text), "the error can be shown");
    profiles_close(all);
    return 0;
}
