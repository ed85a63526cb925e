#include <stdio.h>
#include <unistd.h>

#include "base/memory.h"
#include "cli/command.h"

static void say_out_of_memory(void)
{
    static const char text[] = "tallypost: out of memory; nothing was written\n";
    if (write(STDERR_FILENO, text, sizeof text - 1) < 0)
        _exit(EXIT_IO);
    _exit(EXIT_IO);
}

int main(int argc, char **argv)
{
    memory_on_exhaustion(say_out_of_memory);
    memory_keep_freed();
    return command_main(argc, argv);
}
