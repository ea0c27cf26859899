"""The schema: tickets, queues, the series' counters, the audit of labels and events, and staff's words.

``queues`` counts who waits, and all tickets that were issued and not voided. ``tickets.service`` is the
queue in which a person stands; ``origin`` is the service that was pressed, if a counter sent them on since.
``tickets.leased`` is the agency from whose quota a kiosk had been lent the number, if it was.
``drawn`` counts these; ``leases`` are the numbers lent, by the journal that they were lent to.
``servings`` has a row for each time that a counter called somebody; the last one of a ticket may be open.
"""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE tickets (
            mall TEXT NOT NULL,
            ticket_id BLOB NOT NULL,
            track TEXT NOT NULL,
            day TEXT NOT NULL,
            service TEXT NOT NULL,
            class TEXT NOT NULL,
            language TEXT NOT NULL,
            pressed_at INTEGER NOT NULL,
            label TEXT NOT NULL,
            state TEXT NOT NULL,
            kiosk INTEGER,
            received_at INTEGER NOT NULL,
            PRIMARY KEY (mall, ticket_id),
            UNIQUE (mall, day, label)
        ) STRICT, WITHOUT ROWID""",
        """CREATE INDEX queue ON tickets (mall, day, service, pressed_at, ticket_id, state)
            WHERE state IN ('numbered', 'waiting')""",
        "CREATE INDEX followed ON tickets (mall, track)",
        """CREATE TABLE queues (
            mall TEXT NOT NULL,
            day TEXT NOT NULL,
            service TEXT NOT NULL,
            waiting INTEGER NOT NULL,
            PRIMARY KEY (mall, day, service)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE counters (
            mall TEXT NOT NULL,
            day TEXT NOT NULL,
            series TEXT NOT NULL,
            last INTEGER NOT NULL,
            PRIMARY KEY (mall, day, series)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE withdrawn_labels (
            mall TEXT NOT NULL,
            ticket_id BLOB NOT NULL,
            day TEXT NOT NULL,
            label TEXT NOT NULL,
            replaced_by TEXT NOT NULL,
            withdrawn_at INTEGER NOT NULL,
            PRIMARY KEY (mall, ticket_id, withdrawn_at, label)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE events (
            mall TEXT NOT NULL,
            ticket_id BLOB NOT NULL,
            kind TEXT NOT NULL,
            at INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            kiosk INTEGER,
            received_at INTEGER NOT NULL,
            PRIMARY KEY (mall, ticket_id, kind, at)
        ) STRICT, WITHOUT ROWID""",
    ),
    (
        "ALTER TABLE queues ADD COLUMN issued INTEGER NOT NULL DEFAULT 0",
        # Up to here a ticket left its queue only when it was voided.
        "UPDATE queues SET issued = waiting",
        """CREATE TABLE words (
            mall TEXT NOT NULL,
            topic TEXT NOT NULL,
            subject TEXT NOT NULL,
            state TEXT,
            reason TEXT,
            since INTEGER NOT NULL,
            until INTEGER,
            PRIMARY KEY (mall, topic, subject)
        ) STRICT, WITHOUT ROWID""",
    ),
    (
        # The key's columns come first: where they do not, SQLite 3.40 finds a table without row ids damaged
        # ("NULL value in withdrawn_labels.day") that is not.
        """CREATE TABLE withdrawn (
            mall TEXT NOT NULL,
            ticket_id BLOB NOT NULL,
            withdrawn_at INTEGER NOT NULL,
            label TEXT NOT NULL,
            day TEXT NOT NULL,
            replaced_by TEXT NOT NULL,
            PRIMARY KEY (mall, ticket_id, withdrawn_at, label)
        ) STRICT, WITHOUT ROWID""",
        """INSERT INTO withdrawn (mall, ticket_id, withdrawn_at, label, day, replaced_by)
            SELECT mall, ticket_id, withdrawn_at, label, day, replaced_by FROM withdrawn_labels""",
        "DROP TABLE withdrawn_labels",
        "ALTER TABLE withdrawn RENAME TO withdrawn_labels",
    ),
    (
        "ALTER TABLE tickets ADD COLUMN origin TEXT",
        "ALTER TABLE tickets ADD COLUMN leased TEXT",
        """CREATE TABLE servings (
            mall TEXT NOT NULL,
            ticket_id BLOB NOT NULL,
            nth INTEGER NOT NULL,
            day TEXT NOT NULL,
            service TEXT NOT NULL,
            counter TEXT NOT NULL,
            called_at INTEGER NOT NULL,
            serving_at INTEGER,
            ended_at INTEGER,
            ended_as TEXT,
            PRIMARY KEY (mall, ticket_id, nth)
        ) STRICT, WITHOUT ROWID""",
        """CREATE INDEX priority ON tickets (mall, day, service, pressed_at, ticket_id)
            WHERE state IN ('numbered', 'waiting') AND class = 'priority'""",
        "CREATE UNIQUE INDEX at_counter ON servings (mall, counter) WHERE ended_at IS NULL",
        "CREATE UNIQUE INDEX with_ticket ON servings (mall, ticket_id) WHERE ended_at IS NULL",
        "CREATE INDEX served ON servings (mall, day, service, ended_at)",
        """CREATE TABLE turns (
            mall TEXT NOT NULL,
            day TEXT NOT NULL,
            agency TEXT NOT NULL,
            regulars INTEGER,
            PRIMARY KEY (mall, day, agency)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE leases (
            mall TEXT NOT NULL,
            day TEXT NOT NULL,
            agency TEXT NOT NULL,
            kiosk INTEGER NOT NULL,
            journal TEXT NOT NULL,
            granted INTEGER NOT NULL,
            returned INTEGER NOT NULL,
            PRIMARY KEY (mall, day, agency, kiosk, journal)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE drawn (
            mall TEXT NOT NULL,
            day TEXT NOT NULL,
            agency TEXT NOT NULL,
            kiosk INTEGER NOT NULL,
            tickets INTEGER NOT NULL,
            PRIMARY KEY (mall, day, agency, kiosk)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE bookings (
            mall TEXT NOT NULL,
            booking TEXT NOT NULL,
            day TEXT NOT NULL,
            agency TEXT NOT NULL,
            service TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            PRIMARY KEY (mall, booking)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX booked ON bookings (mall, day, agency)",
        """CREATE TABLE healths (
            mall TEXT NOT NULL,
            kiosk INTEGER NOT NULL,
            told_at INTEGER NOT NULL,
            health TEXT NOT NULL,
            PRIMARY KEY (mall, kiosk)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE clients (
            mall TEXT NOT NULL,
            client TEXT NOT NULL,
            role TEXT NOT NULL,
            number INTEGER,
            name TEXT NOT NULL,
            code BLOB,
            code_ends INTEGER,
            token BLOB,
            made_at INTEGER NOT NULL,
            enrolled_at INTEGER,
            revoked_at INTEGER,
            PRIMARY KEY (mall, client)
        ) STRICT, WITHOUT ROWID""",
        "CREATE UNIQUE INDEX with_token ON clients (mall, token) WHERE token IS NOT NULL",
        """CREATE UNIQUE INDEX with_number ON clients (mall, number)
            WHERE revoked_at IS NULL AND number IS NOT NULL""",
    ),
    (
        """CREATE TABLE commands (
            mall TEXT NOT NULL,
            command BLOB NOT NULL,
            kiosk INTEGER NOT NULL,
            kind TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            ticket_id BLOB,
            label TEXT,
            day TEXT,
            done INTEGER,
            detail TEXT,
            ended_at INTEGER,
            PRIMARY KEY (mall, command)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX commanded ON commands (mall, made_at) WHERE done IS NULL",
    ),
)
"""The statements that lead from each schema version to the next; times are microseconds since 1970, UTC."""
