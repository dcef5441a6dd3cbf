#include "fakedisk.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "record.h"

struct fakedisk {
    char *directory;
    pthread_mutex_t lock;
    fakedisk_record *records;
    fakedisk_faults faults;
    fakedisk_counts counts;
    void (*changed)(void *);
    void *context;
    fakedisk *next;
};

/* A file of SQLite's own layer, whose content is the page cache, and the record of what is not on the disk yet. */
typedef struct {
    sqlite3_file base;
    fakedisk *disk;
    fakedisk_record *record;
} fakefile;

static pthread_mutex_t registry = PTHREAD_MUTEX_INITIALIZER;
static fakedisk *disks;
static sqlite3_vfs *own;
static sqlite3_vfs layer;

static sqlite3_file *real(sqlite3_file *file) {
    return (sqlite3_file *)((char *)file + sizeof(fakefile));
}

static fakedisk *disk_of(const char *path) {
    const char *slash = path == NULL ? NULL : strrchr(path, '/');
    if (slash == NULL) return NULL;
    size_t length = (size_t)(slash - path);
    pthread_mutex_lock(&registry);
    fakedisk *disk = disks;
    while (disk != NULL && (strlen(disk->directory) != length || strncmp(disk->directory, path, length) != 0)) {
        disk = disk->next;
    }
    pthread_mutex_unlock(&registry);
    return disk;
}

static void tell(fakedisk *disk) {
    if (disk->changed != NULL) disk->changed(disk->context);
}

static int file_close(sqlite3_file *file) { return real(file)->pMethods->xClose(real(file)); }

static int file_read(sqlite3_file *file, void *buffer, int count, sqlite3_int64 offset) {
    fakedisk *disk = ((fakefile *)file)->disk;
    pthread_mutex_lock(&disk->lock);
    int fails = ++disk->counts.reads == disk->faults.fail_read;
    pthread_mutex_unlock(&disk->lock);
    return fails ? SQLITE_IOERR_READ : real(file)->pMethods->xRead(real(file), buffer, count, offset);
}

static int file_write(sqlite3_file *file, const void *buffer, int count, sqlite3_int64 offset) {
    fakefile *fake = (fakefile *)file;
    fakedisk *disk = fake->disk;
    int verdict = SQLITE_OK;
    pthread_mutex_lock(&disk->lock);
    int64_t number = ++disk->counts.writes;
    int is_full = disk->faults.full_from_write > 0 && number >= disk->faults.full_from_write;
    int is_read_only = disk->faults.read_only_from_write > 0 && number >= disk->faults.read_only_from_write;
    if (number == disk->faults.fail_write || is_read_only) {
        verdict = SQLITE_IOERR_WRITE;
        count = 0;
    } else if (is_full && offset + count > fake->record->size) {
        verdict = SQLITE_FULL;
        count /= 2;
    }
    if (count > 0) {
        int written = real(file)->pMethods->xWrite(real(file), buffer, count, offset);
        if (written == SQLITE_OK && fakedisk_record_write(fake->record, offset, buffer, count) != 0) {
            written = SQLITE_NOMEM;
        }
        if (written != SQLITE_OK) verdict = written;
    }
    pthread_mutex_unlock(&disk->lock);
    tell(disk);
    return verdict;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
    fakefile *fake = (fakefile *)file;
    pthread_mutex_lock(&fake->disk->lock);
    int verdict = real(file)->pMethods->xTruncate(real(file), size);
    if (verdict == SQLITE_OK && fakedisk_record_truncate(fake->record, size) != 0) verdict = SQLITE_NOMEM;
    pthread_mutex_unlock(&fake->disk->lock);
    tell(fake->disk);
    return verdict;
}

static int file_sync(sqlite3_file *file, int flags) {
    (void)flags;
    fakefile *fake = (fakefile *)file;
    fakedisk *disk = fake->disk;
    int verdict = SQLITE_OK;
    pthread_mutex_lock(&disk->lock);
    if (++disk->counts.syncs == disk->faults.fail_sync) {
        fakedisk_record_doom(fake->record);
        verdict = SQLITE_IOERR_FSYNC;
    } else if (!disk->faults.lies && fakedisk_record_sync(disk->records, fake->record) != 0) {
        verdict = SQLITE_NOMEM;
    }
    pthread_mutex_unlock(&disk->lock);
    tell(disk);
    return verdict;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}
static int file_lock(sqlite3_file *file, int level) { return real(file)->pMethods->xLock(real(file), level); }
static int file_unlock(sqlite3_file *file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
static int file_check_reserved(sqlite3_file *file, int *out) {
    return real(file)->pMethods->xCheckReservedLock(real(file), out);
}
static int file_control(sqlite3_file *file, int operation, void *argument) {
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}
static int file_sector_size(sqlite3_file *file) {
    (void)file;
    return 512;
}
/* What lies beside a write is not changed by it; nothing else is promised. */
static int file_characteristics(sqlite3_file *file) {
    (void)file;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}
static int file_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out) {
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, out);
}
static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
static void file_shm_barrier(sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); }
static int file_shm_unmap(sqlite3_file *file, int remove) { return real(file)->pMethods->xShmUnmap(real(file), remove); }

static const sqlite3_io_methods methods = {
    .iVersion = 2, .xClose = file_close, .xRead = file_read, .xWrite = file_write, .xTruncate = file_truncate,
    .xSync = file_sync, .xFileSize = file_size, .xLock = file_lock, .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_reserved, .xFileControl = file_control, .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics, .xShmMap = file_shm_map, .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier, .xShmUnmap = file_shm_unmap,
};

static int layer_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags) {
    (void)vfs;
    fakedisk *disk = disk_of(name);
    if (disk == NULL) return own->xOpen(own, name, file, flags, out_flags);
    fakefile *fake = (fakefile *)file;
    memset(fake, 0, sizeof(fakefile));
    pthread_mutex_lock(&disk->lock);
    int was_there = access(name, F_OK) == 0;
    int verdict = own->xOpen(own, name, real(file), flags, out_flags);
    if (verdict == SQLITE_OK) {
        fake->disk = disk;
        int is_log = (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
        fake->record = fakedisk_record_open(&disk->records, name, was_there, is_log);
        if (fake->record == NULL) {
            real(file)->pMethods->xClose(real(file));
            verdict = SQLITE_NOMEM;
        } else {
            fake->base.pMethods = &methods;
        }
    }
    pthread_mutex_unlock(&disk->lock);
    return verdict;
}

static int layer_delete(sqlite3_vfs *vfs, const char *name, int sync_directory) {
    (void)vfs;
    int verdict = own->xDelete(own, name, sync_directory);
    fakedisk *disk = disk_of(name);
    if (disk == NULL || verdict != SQLITE_OK) return verdict;
    pthread_mutex_lock(&disk->lock);
    fakedisk_record_delete(disk->records, name, sync_directory);
    pthread_mutex_unlock(&disk->lock);
    tell(disk);
    return verdict;
}

static int install(void) {
    if (own != NULL) return SQLITE_OK;
    int verdict = sqlite3_initialize();
    if (verdict != SQLITE_OK) return verdict;
    own = sqlite3_vfs_find(NULL);
    layer = *own;
    layer.pNext = NULL;
    layer.zName = "fakedisk";
    layer.szOsFile = (int)sizeof(fakefile) + own->szOsFile;
    layer.xOpen = layer_open;
    layer.xDelete = layer_delete;
    return sqlite3_vfs_register(&layer, 1);
}

fakedisk *fakedisk_attach(const char *directory) {
    fakedisk *disk = calloc(1, sizeof(fakedisk));
    if (disk == NULL) return NULL;
    disk->directory = strdup(directory);
    pthread_mutex_init(&disk->lock, NULL);
    pthread_mutex_lock(&registry);
    int verdict = disk->directory == NULL ? SQLITE_NOMEM : install();
    if (verdict == SQLITE_OK) {
        disk->next = disks;
        disks = disk;
    }
    pthread_mutex_unlock(&registry);
    if (verdict == SQLITE_OK) return disk;
    free(disk->directory);
    free(disk);
    return NULL;
}

void fakedisk_detach(fakedisk *disk) {
    pthread_mutex_lock(&registry);
    for (fakedisk **link = &disks; *link != NULL; link = &(*link)->next) {
        if (*link == disk) {
            *link = disk->next;
            break;
        }
    }
    pthread_mutex_unlock(&registry);
    fakedisk_records_free(disk->records);
    pthread_mutex_destroy(&disk->lock);
    free(disk->directory);
    free(disk);
}

void fakedisk_set_faults(fakedisk *disk, fakedisk_faults faults) {
    pthread_mutex_lock(&disk->lock);
    disk->faults = faults;
    pthread_mutex_unlock(&disk->lock);
}

fakedisk_counts fakedisk_count(fakedisk *disk) {
    pthread_mutex_lock(&disk->lock);
    fakedisk_counts counts = disk->counts;
    pthread_mutex_unlock(&disk->lock);
    return counts;
}

void fakedisk_observe(fakedisk *disk, void (*changed)(void *), void *context) {
    disk->changed = changed;
    disk->context = context;
}

fakedisk_snapshot *fakedisk_take_snapshot(fakedisk *disk) {
    pthread_mutex_lock(&disk->lock);
    fakedisk_snapshot *snapshot = fakedisk_snapshot_of(disk->records);
    pthread_mutex_unlock(&disk->lock);
    return snapshot;
}
