/* diag: the lines about rows on standard error, as an output of the run: printed when all is done. */
#ifndef CLI_DIAG_H
#define CLI_DIAG_H

#include "outputs/output.h"

extern const struct output_ops diag_ops;

#endif
