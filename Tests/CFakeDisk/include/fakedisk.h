/* A disk for tests of SQLite's durability: what is written is seen at once and is on the disk only after a flush, and
   the power may fail in between. Files below an attached directory are on such a disk; all others are left to SQLite's
   own file layer, so that tests which know nothing of this run beside it in one process. */
#ifndef FAKEDISK_H
#define FAKEDISK_H

#include <stdint.h>

typedef struct fakedisk fakedisk;
typedef struct fakedisk_snapshot fakedisk_snapshot;

/* What goes wrong. Numbers count from 1 over the disk's life; zero: never. */
typedef struct {
    /* From this write on nothing that makes a file longer succeeds; half of it gets written. */
    int64_t full_from_write;
    /* This write fails, with nothing written. */
    int64_t fail_write;
    /* From this write on every one fails: the file system was made read-only. */
    int64_t read_only_from_write;
    /* This flush fails. As on Linux, what it should have flushed counts as clean from then on: no later flush takes it
       to the disk. */
    int64_t fail_sync;
    int64_t fail_read;
    /* Flushes say yes and do nothing. */
    int32_t lies;
} fakedisk_faults;

typedef struct {
    int64_t reads, writes, syncs;
} fakedisk_counts;

/* What a power loss left of the sectors that were not flushed. */
typedef struct {
    int64_t kept, lost, torn;
} fakedisk_losses;

/* Puts all files that SQLite opens directly below `directory`, an absolute path without links, on a new disk. What is
   there already is on it durably. Null where memory or SQLite refuses. */
fakedisk *fakedisk_attach(const char *directory);
void fakedisk_detach(fakedisk *disk);

void fakedisk_set_faults(fakedisk *disk, fakedisk_faults faults);
fakedisk_counts fakedisk_count(fakedisk *disk);

/* `changed` is called after every write, cut, flush and removal, outside of locks of the disk. Null: no more. */
void fakedisk_observe(fakedisk *disk, void (*changed)(void *), void *context);

/* The disk as it is now: what is durable, and what is not yet. */
fakedisk_snapshot *fakedisk_take_snapshot(fakedisk *disk);
void fakedisk_free_snapshot(fakedisk_snapshot *snapshot);

/* The power fails at the snapshot. Writes what can be found afterwards into `directory`, which is there and empty: of what
   was not flushed, sectors of 512 bytes survive or not as the seed says, some of them in part; a file may have grown
   without getting its content; a removed file may be back. Returns 0, or an error number. */
int fakedisk_lose_power(const fakedisk_snapshot *snapshot, uint64_t seed, const char *directory, fakedisk_losses *losses);

#endif
