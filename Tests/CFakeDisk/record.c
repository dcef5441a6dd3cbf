#include "record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Makes `*bytes` hold `size` bytes, zeros where it grows. */
static int resize(unsigned char **bytes, int64_t *size, int64_t new_size) {
    if (new_size > *size) {
        unsigned char *longer = realloc(*bytes, (size_t)new_size);
        if (longer == NULL) return 1;
        memset(longer + *size, 0, (size_t)(new_size - *size));
        *bytes = longer;
    }
    *size = new_size;
    return 0;
}

static void forget_changes(fakedisk_record *record, int keeps_doomed) {
    int64_t kept = 0;
    for (int64_t index = 0; index < record->change_count; index++) {
        fakedisk_change change = record->changes[index];
        if (keeps_doomed && change.is_doomed) {
            record->changes[kept++] = change;
        } else {
            free(change.bytes);
        }
    }
    record->change_count = kept;
}

static int read_whole(fakedisk_record *record) {
    FILE *file = fopen(record->path, "rb");
    if (file == NULL) return 1;
    unsigned char buffer[4096];
    size_t count;
    int failed = 0;
    record->durable_size = 0;
    while (!failed && (count = fread(buffer, 1, sizeof buffer, file)) > 0) {
        int64_t at = record->durable_size;
        failed = resize(&record->durable, &record->durable_size, at + (int64_t)count);
        if (!failed) memcpy(record->durable + at, buffer, count);
    }
    failed |= ferror(file);
    fclose(file);
    return failed;
}

fakedisk_record *fakedisk_record_open(fakedisk_record **records, const char *path, int was_there, int is_log) {
    fakedisk_record *record = *records;
    while (record != NULL && strcmp(record->path, path) != 0) record = record->next;
    if (record != NULL && !record->is_deleted && was_there) return record;
    if (record == NULL) {
        record = calloc(1, sizeof(fakedisk_record));
        if (record == NULL || (record->path = strdup(path)) == NULL) {
            free(record);
            return NULL;
        }
        record->next = *records;
        *records = record;
    }
    forget_changes(record, 0);
    record->is_deleted = 0;
    record->durable_size = 0;
    /* What was there before anybody looked was put there by whoever made the disk. */
    record->is_there_durably = was_there;
    record->takes_directory = is_log && !was_there;
    if (was_there && read_whole(record) != 0) return NULL;
    record->size = record->durable_size;
    return record;
}

static fakedisk_change *add_change(fakedisk_record *record) {
    if (record->change_count == record->change_capacity) {
        int64_t capacity = record->change_capacity * 2 + 16;
        fakedisk_change *more = realloc(record->changes, (size_t)capacity * sizeof(fakedisk_change));
        if (more == NULL) return NULL;
        record->changes = more;
        record->change_capacity = capacity;
    }
    fakedisk_change *change = &record->changes[record->change_count++];
    memset(change, 0, sizeof *change);
    return change;
}

int fakedisk_record_write(fakedisk_record *record, int64_t offset, const void *bytes, int64_t length) {
    unsigned char *copy = malloc((size_t)length);
    fakedisk_change *change = copy == NULL ? NULL : add_change(record);
    if (change == NULL) {
        free(copy);
        return 1;
    }
    memcpy(copy, bytes, (size_t)length);
    change->offset = offset;
    change->length = length;
    change->bytes = copy;
    if (offset + length > record->size) record->size = offset + length;
    return 0;
}

int fakedisk_record_truncate(fakedisk_record *record, int64_t size) {
    fakedisk_change *change = add_change(record);
    if (change == NULL) return 1;
    change->offset = size;
    change->length = -1;
    record->size = size;
    return 0;
}

int fakedisk_record_sync(fakedisk_record *records, fakedisk_record *record) {
    for (int64_t index = 0; index < record->change_count; index++) {
        const fakedisk_change *change = &record->changes[index];
        if (change->is_doomed) continue;
        if (change->length < 0) {
            if (resize(&record->durable, &record->durable_size, change->offset) != 0) return 1;
            continue;
        }
        int64_t end = change->offset + change->length;
        if (end > record->durable_size && resize(&record->durable, &record->durable_size, end) != 0) return 1;
        memcpy(record->durable + change->offset, change->bytes, (size_t)change->length);
    }
    forget_changes(record, 1);
    record->is_there_durably = 1;
    if (record->takes_directory) {
        for (fakedisk_record *each = records; each != NULL; each = each->next) {
            each->has_ghost = 0;
            if (!each->is_deleted) each->is_there_durably = 1;
        }
        record->takes_directory = 0;
    }
    return 0;
}

void fakedisk_record_doom(fakedisk_record *record) {
    for (int64_t index = 0; index < record->change_count; index++) record->changes[index].is_doomed = 1;
}

void fakedisk_record_delete(fakedisk_record *records, const char *path, int is_durable) {
    fakedisk_record *record = records;
    while (record != NULL && strcmp(record->path, path) != 0) record = record->next;
    if (record == NULL) return;
    forget_changes(record, 0);
    record->is_deleted = 1;
    record->size = 0;
    if (is_durable) {
        record->has_ghost = 0;
    } else if (record->is_there_durably) {
        free(record->ghost);
        record->ghost = record->durable;
        record->ghost_size = record->durable_size;
        record->has_ghost = 1;
        record->durable = NULL;
    }
    record->durable_size = 0;
    record->is_there_durably = 0;
}

void fakedisk_records_free(fakedisk_record *records) {
    while (records != NULL) {
        fakedisk_record *next = records->next;
        forget_changes(records, 0);
        free(records->changes);
        free(records->durable);
        free(records->ghost);
        free(records->path);
        free(records);
        records = next;
    }
}
