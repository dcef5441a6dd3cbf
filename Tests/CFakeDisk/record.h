/* What is known of one file of the disk: its durable content, and the changes since it was flushed last. */
#ifndef FAKEDISK_RECORD_H
#define FAKEDISK_RECORD_H

#include <stdint.h>

#include "fakedisk.h"

typedef struct {
    int64_t offset;
    /* Of `bytes`; less than zero: the file was cut, or made longer, to `offset` bytes. */
    int64_t length;
    unsigned char *bytes;
    /* A flush of it has failed: no other will take it to the disk. */
    int is_doomed;
} fakedisk_change;

typedef struct fakedisk_record {
    char *path;
    /* The name survives a power loss. */
    int is_there_durably;
    int is_deleted;
    /* A log that was made just now: its first flush takes the whole directory along, as in SQLite's own layer. */
    int takes_directory;
    /* As every reader sees it now. */
    int64_t size;
    unsigned char *durable;
    int64_t durable_size;
    fakedisk_change *changes;
    int64_t change_count, change_capacity;
    /* A file that had this name before: removed, but perhaps not durably. */
    int has_ghost;
    unsigned char *ghost;
    int64_t ghost_size;
    struct fakedisk_record *next;
} fakedisk_record;

/* All return null or non-zero where memory or the system refuses. */
fakedisk_record *fakedisk_record_open(fakedisk_record **records, const char *path, int was_there, int is_log);
int fakedisk_record_write(fakedisk_record *record, int64_t offset, const void *bytes, int64_t length);
int fakedisk_record_truncate(fakedisk_record *record, int64_t size);
int fakedisk_record_sync(fakedisk_record *records, fakedisk_record *record);
void fakedisk_record_doom(fakedisk_record *record);
void fakedisk_record_delete(fakedisk_record *records, const char *path, int is_durable);
void fakedisk_records_free(fakedisk_record *records);
fakedisk_snapshot *fakedisk_snapshot_of(const fakedisk_record *records);

#endif
