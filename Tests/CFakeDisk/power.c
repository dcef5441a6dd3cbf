#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "record.h"

enum { SECTOR = 512 };

struct fakedisk_snapshot {
    fakedisk_record *records;
};

static unsigned char *copy_of(const unsigned char *bytes, int64_t length) {
    unsigned char *copy = malloc(length > 0 ? (size_t)length : 1);
    if (copy != NULL && length > 0) memcpy(copy, bytes, (size_t)length);
    return copy;
}

static fakedisk_record *copy_record(const fakedisk_record *record) {
    fakedisk_record *copy = calloc(1, sizeof *copy);
    if (copy == NULL) return NULL;
    *copy = *record;
    copy->next = NULL;
    copy->change_count = copy->change_capacity = 0;
    copy->path = strdup(record->path);
    copy->durable = copy_of(record->durable, record->durable_size);
    copy->ghost = copy_of(record->ghost, record->has_ghost ? record->ghost_size : 0);
    copy->changes = calloc((size_t)record->change_count + 1, sizeof(fakedisk_change));
    int failed = copy->path == NULL || copy->durable == NULL || copy->ghost == NULL || copy->changes == NULL;
    for (int64_t index = 0; !failed && index < record->change_count; index++) {
        copy->changes[index] = record->changes[index];
        copy->changes[index].bytes = copy_of(record->changes[index].bytes, record->changes[index].length);
        failed = copy->changes[index].bytes == NULL;
        copy->change_count++;
    }
    if (!failed) return copy;
    fakedisk_records_free(copy);
    return NULL;
}

fakedisk_snapshot *fakedisk_snapshot_of(const fakedisk_record *records) {
    fakedisk_snapshot *snapshot = calloc(1, sizeof *snapshot);
    if (snapshot == NULL) return NULL;
    for (const fakedisk_record *record = records; record != NULL; record = record->next) {
        fakedisk_record *copy = copy_record(record);
        if (copy == NULL) {
            fakedisk_free_snapshot(snapshot);
            return NULL;
        }
        copy->next = snapshot->records;
        snapshot->records = copy;
    }
    return snapshot;
}

void fakedisk_free_snapshot(fakedisk_snapshot *snapshot) {
    fakedisk_records_free(snapshot->records);
    free(snapshot);
}

/* SplitMix64. */
static uint64_t draw(uint64_t *state) {
    uint64_t mixed = (*state += 0x9E3779B97F4A7C15u);
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

static int one_in(uint64_t *state, uint64_t count) { return draw(state) % count == 0; }

typedef struct {
    unsigned char *bytes;
    int64_t size, capacity;
    /* What a file that grew holds where nothing was written: zeros, or what the disk held before. */
    int has_garbage;
    uint64_t *state;
} image;

static int grow(image *image, int64_t size) {
    if (size > image->capacity) {
        unsigned char *longer = realloc(image->bytes, (size_t)size * 2);
        if (longer == NULL) return 1;
        image->bytes = longer;
        image->capacity = size * 2;
    }
    for (int64_t at = image->size; at < size; at++) {
        image->bytes[at] = image->has_garbage ? (unsigned char)draw(image->state) : 0;
    }
    if (size > image->size) image->size = size;
    return 0;
}

/* Applies a part of a change that lies within one sector. */
static int apply(image *image, const fakedisk_change *change, int64_t from, int64_t count) {
    if (grow(image, change->offset + from + count) != 0) return 1;
    memcpy(image->bytes + change->offset + from, change->bytes + from, (size_t)count);
    return 0;
}

/* The unflushed changes, as far as the seed lets them survive. `kept_of_16`: the chance of a sector; 16: until `stop`,
   all of them in order, which is what a disk leaves that was just slow. */
static int survive(
    image *image, const fakedisk_record *record, uint64_t kept_of_16, int64_t stop, fakedisk_losses *losses
) {
    uint64_t *state = image->state;
    for (int64_t index = 0; index < record->change_count; index++) {
        const fakedisk_change *change = &record->changes[index];
        if (change->length < 0) {
            if (index >= stop || draw(state) % 16 >= kept_of_16) continue;
            if (grow(image, change->offset) != 0) return 1;
            image->size = change->offset;
            continue;
        }
        int64_t from = 0;
        while (from < change->length) {
            int64_t count = SECTOR - (change->offset + from) % SECTOR;
            if (count > change->length - from) count = change->length - from;
            if (index >= stop || draw(state) % 16 >= kept_of_16) {
                losses->lost++;
            } else if (count > 1 && one_in(state, 24)) {
                losses->torn++;
                if (apply(image, change, from, 1 + (int64_t)(draw(state) % (uint64_t)(count - 1))) != 0) return 1;
            } else {
                losses->kept++;
                if (apply(image, change, from, count) != 0) return 1;
            }
            from += count;
        }
    }
    return 0;
}

static int write_file(const char *directory, const char *path, const unsigned char *bytes, int64_t size) {
    char name[4096];
    const char *slash = strrchr(path, '/');
    snprintf(name, sizeof name, "%s/%s", directory, slash == NULL ? path : slash + 1);
    int descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) return errno;
    int64_t written = 0;
    while (written < size) {
        ssize_t count = write(descriptor, bytes + written, (size_t)(size - written));
        if (count < 0) break;
        written += count;
    }
    int failure = written < size ? errno : 0;
    close(descriptor);
    return failure;
}

static int lose(const fakedisk_record *record, uint64_t *state, const char *directory, fakedisk_losses *losses) {
    if (record->has_ghost && one_in(state, 2)) {
        return write_file(directory, record->path, record->ghost, record->ghost_size);
    }
    if (record->is_deleted) return 0;
    if (!record->is_there_durably && one_in(state, 3)) return 0;
    image image = {
        copy_of(record->durable, record->durable_size), record->durable_size, record->durable_size,
        one_in(state, 2), state,
    };
    if (image.bytes == NULL) return ENOMEM;
    static const uint64_t chances[] = {0, 1, 8, 15, 16, 16};
    uint64_t chance = chances[draw(state) % 6];
    int64_t stop = record->change_count;
    if (chance == 16) stop = (int64_t)(draw(state) % (uint64_t)(record->change_count + 1));
    int failure = survive(&image, record, chance, stop, losses) != 0 ? ENOMEM : 0;
    if (failure == 0 && image.size < record->size && one_in(state, 4)) {
        failure = grow(&image, record->size) != 0 ? ENOMEM : 0;
    }
    if (failure == 0) failure = write_file(directory, record->path, image.bytes, image.size);
    free(image.bytes);
    return failure;
}

int fakedisk_lose_power(const fakedisk_snapshot *snapshot, uint64_t seed, const char *directory, fakedisk_losses *losses) {
    uint64_t state = seed;
    memset(losses, 0, sizeof *losses);
    for (const fakedisk_record *record = snapshot->records; record != NULL; record = record->next) {
        int failure = lose(record, &state, directory, losses);
        if (failure != 0) return failure;
    }
    return 0;
}
