/* Archives: whatever the bytes, a run over them ends well and its books balance, with a log and its tracks or without. */
#include "fuzz_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[128];
    fuzz_run(fuzz_file(path, "input.zip", data, size), NULL);
    return 0;
}
