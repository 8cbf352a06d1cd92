/*
 * What a power cut would leave: with this in LD_PRELOAD, each fsync and fdatasync of a file in $UNSYNCED_FROM also copies
 * the file, as it is then, to $UNSYNCED_TO. The copies hold nothing that was not synced; whatever was only written is
 * missing there, as if none of it had reached the disk.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void copy_synced(int fd)
{
    const char *from = getenv("UNSYNCED_FROM"), *to = getenv("UNSYNCED_TO");
    char link[64], path[PATH_MAX], target[PATH_MAX], part[PATH_MAX + 8], buffer[65536];
    ssize_t length, got;
    if (!from || !to) return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return;
    path[length] = 0;
    if (strncmp(path, from, strlen(from)) != 0 || path[strlen(from)] != '/') return;
    snprintf(target, sizeof target, "%s/%s", to, path + strlen(from) + 1);
    snprintf(part, sizeof part, "%s.part", target);
    int in = open(path, O_RDONLY), out = open(part, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (in >= 0 && out >= 0) {
        while ((got = read(in, buffer, sizeof buffer)) > 0)
            if (write(out, buffer, (size_t)got) != got) break;
        rename(part, target);
    }
    if (in >= 0) close(in);
    if (out >= 0) close(out);
}

static int sync_with(const char *name, int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    pthread_mutex_lock(&lock);
    int result = real(fd);
    if (result == 0) copy_synced(fd);
    pthread_mutex_unlock(&lock);
    return result;
}

int fsync(int fd) { return sync_with("fsync", fd); }

int fdatasync(int fd) { return sync_with("fdatasync", fd); }
