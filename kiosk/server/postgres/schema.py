"""The schema: the tables of the store on SQLite, in PostgreSQL's types.

Every primary key starts with the mall, and no statement touches two malls, so that an engine that spreads
its rows over many machines can do so by mall. ``withdrawn_labels.nth`` counts a ticket's labels.

While PostgreSQL knows nothing of the tables' contents, two indexes that begin alike look equally good to it.
That is why a label's day stands last: no index but ``queue`` begins with a mall and a day.
"""

VERSIONS = "queue_server_schema"
"""The table that tells how far the schema is; its name marks a database as a queue server's."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE tickets (
            mall text NOT NULL,
            ticket_id uuid NOT NULL,
            track text NOT NULL,
            day date NOT NULL,
            service text NOT NULL,
            class text NOT NULL,
            language text NOT NULL,
            pressed_at timestamptz NOT NULL,
            label text NOT NULL,
            state text NOT NULL,
            kiosk smallint,
            received_at timestamptz NOT NULL,
            PRIMARY KEY (mall, ticket_id),
            UNIQUE (mall, label, day)
        )""",
        """CREATE INDEX queue ON tickets (mall, day, service, pressed_at, ticket_id)
            WHERE state IN ('numbered', 'waiting')""",
        "CREATE INDEX followed ON tickets (mall, track)",
        """CREATE TABLE queues (
            mall text NOT NULL,
            day date NOT NULL,
            service text NOT NULL,
            waiting integer NOT NULL,
            issued integer NOT NULL,
            PRIMARY KEY (mall, day, service)
        )""",
        """CREATE TABLE counters (
            mall text NOT NULL,
            day date NOT NULL,
            series text NOT NULL,
            last integer NOT NULL,
            PRIMARY KEY (mall, day, series)
        )""",
        """CREATE TABLE withdrawn_labels (
            mall text NOT NULL,
            ticket_id uuid NOT NULL,
            nth integer NOT NULL,
            day date NOT NULL,
            label text NOT NULL,
            replaced_by text NOT NULL,
            withdrawn_at timestamptz NOT NULL,
            PRIMARY KEY (mall, ticket_id, nth)
        )""",
        """CREATE TABLE events (
            mall text NOT NULL,
            ticket_id uuid NOT NULL,
            kind text NOT NULL,
            at timestamptz NOT NULL,
            seq bigint NOT NULL,
            kiosk smallint,
            received_at timestamptz NOT NULL,
            PRIMARY KEY (mall, ticket_id, kind, at)
        )""",
        """CREATE TABLE words (
            mall text NOT NULL,
            topic text NOT NULL,
            subject text NOT NULL,
            state text,
            reason text,
            since timestamptz NOT NULL,
            until timestamptz,
            PRIMARY KEY (mall, topic, subject)
        )""",
    ),
    (
        "ALTER TABLE tickets ADD COLUMN origin text",
        "ALTER TABLE tickets ADD COLUMN leased text",
        """CREATE TABLE servings (
            mall text NOT NULL,
            ticket_id uuid NOT NULL,
            nth integer NOT NULL,
            day date NOT NULL,
            service text NOT NULL,
            counter text NOT NULL,
            called_at timestamptz NOT NULL,
            serving_at timestamptz,
            ended_at timestamptz,
            ended_as text,
            PRIMARY KEY (mall, ticket_id, nth)
        )""",
        """CREATE INDEX priority ON tickets (mall, day, service, pressed_at, ticket_id)
            WHERE state IN ('numbered', 'waiting') AND class = 'priority'""",
        "CREATE UNIQUE INDEX at_counter ON servings (mall, counter) WHERE ended_at IS NULL",
        "CREATE UNIQUE INDEX with_ticket ON servings (mall, ticket_id) WHERE ended_at IS NULL",
        "CREATE INDEX served ON servings (mall, day, service, ended_at)",
        """CREATE TABLE turns (
            mall text NOT NULL,
            day date NOT NULL,
            agency text NOT NULL,
            regulars integer,
            PRIMARY KEY (mall, day, agency)
        )""",
        """CREATE TABLE leases (
            mall text NOT NULL,
            day date NOT NULL,
            agency text NOT NULL,
            kiosk smallint NOT NULL,
            journal text NOT NULL,
            granted integer NOT NULL,
            returned integer NOT NULL,
            PRIMARY KEY (mall, day, agency, kiosk, journal)
        )""",
        """CREATE TABLE drawn (
            mall text NOT NULL,
            day date NOT NULL,
            agency text NOT NULL,
            kiosk smallint NOT NULL,
            tickets integer NOT NULL,
            PRIMARY KEY (mall, day, agency, kiosk)
        )""",
        """CREATE TABLE bookings (
            mall text NOT NULL,
            booking text NOT NULL,
            day date NOT NULL,
            agency text NOT NULL,
            service text NOT NULL,
            made_at timestamptz NOT NULL,
            PRIMARY KEY (mall, booking)
        )""",
        "CREATE INDEX booked ON bookings (mall, day, agency)",
        """CREATE TABLE healths (
            mall text NOT NULL,
            kiosk smallint NOT NULL,
            told_at timestamptz NOT NULL,
            health text NOT NULL,
            PRIMARY KEY (mall, kiosk)
        )""",
        """CREATE TABLE clients (
            mall text NOT NULL,
            client text NOT NULL,
            role text NOT NULL,
            number smallint,
            name text NOT NULL,
            code bytea,
            code_ends timestamptz,
            token bytea,
            made_at timestamptz NOT NULL,
            enrolled_at timestamptz,
            revoked_at timestamptz,
            PRIMARY KEY (mall, client)
        )""",
        "CREATE UNIQUE INDEX with_token ON clients (mall, token) WHERE token IS NOT NULL",
        """CREATE UNIQUE INDEX with_number ON clients (mall, number)
            WHERE revoked_at IS NULL AND number IS NOT NULL""",
    ),
    (
        """CREATE TABLE commands (
            mall text NOT NULL,
            command uuid NOT NULL,
            kiosk smallint NOT NULL,
            kind text NOT NULL,
            made_at timestamptz NOT NULL,
            ticket_id uuid,
            label text,
            day date,
            done boolean,
            detail text,
            ended_at timestamptz,
            PRIMARY KEY (mall, command)
        )""",
        "CREATE INDEX commanded ON commands (mall, made_at) WHERE done IS NULL",
    ),
)
"""The statements that lead from each schema version to the next."""
