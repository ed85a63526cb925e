/* report_spool: text that grows as long as a run goes on, and is written only at its end.
 *
 * What is more than REPORT_SPOOL_BOUND bytes goes to an unlinked temporary file. A zeroed spool is valid and empty;
 * release it whatever came back. STATUS_IO when the temporary file cannot be written or read. One thread. */
#ifndef OUTPUTS_REPORT_SPOOL_H
#define OUTPUTS_REPORT_SPOOL_H

#include "base/fileio.h"

enum { REPORT_SPOOL_BOUND = 8 * 1024 * 1024 };

struct report_spool {
    struct buffer pending; /* add here, then call report_spool_settle now and then */
    bool on_disk;          /* there is a file */
    int fd;
    uint64_t file_size;
};

/* Moves what is pending to the file once it is more than the bound. */
enum status report_spool_settle(struct report_spool *spool, struct error *error);

/* Adds all of it to the writer, in the order in which it came. Call once. */
enum status report_spool_copy(struct report_spool *spool, struct writer *writer, struct error *error);

void report_spool_release(struct report_spool *spool);

#endif
