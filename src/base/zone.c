#include "base/zone.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/fileio.h"

static const char folder[] = "/usr/share/zoneinfo";

/* The folder holds other things too: folders such as America, lists such as zone.tab. */
static bool holds_zone(const char *path)
{
    char magic[4] = "";
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool is_zone =
        fd >= 0 && fileio_read_at(fd, magic, sizeof magic, 0) == sizeof magic && memcmp(magic, "TZif", 4) == 0;
    if (fd >= 0)
        close(fd);
    return is_zone;
}

bool zone_exists(struct view name)
{
    char path[200];
    if (!name.len || name.at[0] == '/' || view_contains(name, VIEW("..")))
        return false;
    int len = snprintf(path, sizeof path, "%s/%.*s", folder, VIEW_ARG(name));
    return len > 0 && (size_t)len < sizeof path && holds_zone(path);
}

bool zone_use(struct view name)
{
    char text[200];
    if (!zone_exists(name))
        return false;
    snprintf(text, sizeof text, ":%.*s", VIEW_ARG(name));
    setenv("TZ", text, 1);
    tzset();
    return true;
}

int32_t zone_offset(int64_t unix_s)
{
    time_t moment = (time_t)unix_s;
    struct tm local;
    return localtime_r(&moment, &local) ? (int32_t)local.tm_gmtoff : 0;
}

int64_t zone_to_utc(int64_t local_ms)
{
    int64_t guess = local_ms - (int64_t)zone_offset(local_ms / 1000) * 1000;
    return local_ms - (int64_t)zone_offset(guess / 1000) * 1000;
}
