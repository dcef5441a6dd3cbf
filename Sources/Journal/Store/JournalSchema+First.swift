import GRDB

extension JournalSchema {
    /// Format 1. Triggers refuse what a journal never does, by whatever program: the third, on insertion, also closes
    /// the way around the second that `INSERT OR REPLACE` is. `head` holds what the newest entry is, so that a lost
    /// tail shows.
    static let first = Migration(name: "1 entries, runs, head") { db in
        try db.execute(
            sql: """
                CREATE TABLE meta (
                    key TEXT PRIMARY KEY NOT NULL,
                    value TEXT NOT NULL
                ) STRICT, WITHOUT ROWID;

                CREATE TABLE runs (
                    number INTEGER PRIMARY KEY,
                    epoch INTEGER NOT NULL UNIQUE,
                    started_at_ms INTEGER NOT NULL,
                    ended_at_ms INTEGER,
                    ended_how TEXT,
                    program TEXT NOT NULL,
                    configuration_digest TEXT NOT NULL,
                    first_seq INTEGER NOT NULL,
                    last_seq INTEGER,
                    hash BLOB NOT NULL,
                    end_hash BLOB
                ) STRICT;

                CREATE TABLE entries (
                    seq INTEGER PRIMARY KEY,
                    run INTEGER NOT NULL REFERENCES runs (number),
                    at_ms INTEGER NOT NULL,
                    kind TEXT NOT NULL,
                    body TEXT NOT NULL,
                    hash BLOB NOT NULL
                ) STRICT;

                CREATE TABLE head (
                    id INTEGER PRIMARY KEY CHECK (id = 1),
                    seq INTEGER NOT NULL,
                    hash BLOB NOT NULL
                ) STRICT;

                CREATE TRIGGER entries_are_not_changed BEFORE UPDATE ON entries
                BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;

                CREATE TRIGGER entries_are_not_deleted BEFORE DELETE ON entries
                BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;

                CREATE TRIGGER entries_follow_one_another BEFORE INSERT ON entries
                WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries)
                BEGIN SELECT RAISE(ABORT, 'an entry has the next number'); END;

                CREATE TRIGGER runs_end_once BEFORE UPDATE ON runs
                WHEN OLD.ended_at_ms IS NOT NULL OR OLD.number IS NOT NEW.number OR OLD.epoch IS NOT NEW.epoch
                    OR OLD.started_at_ms IS NOT NEW.started_at_ms OR OLD.program IS NOT NEW.program
                    OR OLD.configuration_digest IS NOT NEW.configuration_digest
                    OR OLD.first_seq IS NOT NEW.first_seq OR OLD.hash IS NOT NEW.hash
                BEGIN SELECT RAISE(ABORT, 'a run is written once and ended once'); END;

                CREATE TRIGGER runs_are_not_deleted BEFORE DELETE ON runs
                BEGIN SELECT RAISE(ABORT, 'a run is never deleted'); END;

                CREATE TRIGGER runs_follow_one_another BEFORE INSERT ON runs
                WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM runs)
                    OR NEW.epoch <= (SELECT coalesce(max(epoch), 0) FROM runs)
                BEGIN SELECT RAISE(ABORT, 'a run has the next number and a higher epoch'); END;

                CREATE TRIGGER head_only_rises BEFORE UPDATE ON head
                WHEN NEW.seq <= OLD.seq
                BEGIN SELECT RAISE(ABORT, 'the head only rises'); END;

                CREATE TRIGGER head_is_not_deleted BEFORE DELETE ON head
                BEGIN SELECT RAISE(ABORT, 'the head is never deleted'); END;
                """)
    }
}
