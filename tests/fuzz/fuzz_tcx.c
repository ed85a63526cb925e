#include "fuzz_track.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct reader_ops reader_tcx_ops;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_track_run(&reader_tcx_ops, data, size);
    return 0;
}
