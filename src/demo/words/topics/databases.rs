//! Databases.

use super::Topic;

pub(super) const TOPIC: Topic = Topic {
    tags: &["Databases", "PostgreSQL", "SQLite"],
    subjects: &[
        "indexes",
        "keyset pagination",
        "migrations without downtime",
        "window functions",
        "SQLite in production",
        "query plans",
        "constraints",
        "backups that restore",
        "connection pools",
        "transactions",
        "counting rows",
        "schema design",
    ],
    sentences: &[
        "The planner was right, and I was wrong, and it took me a week to believe it.",
        "A constraint is a comment that the database reads.",
        "Every offset is a promise to read rows and throw them away.",
        "I now begin every slow query with `EXPLAIN (ANALYZE, BUFFERS)` and a cup of tea.",
        "An index that nobody uses is not free: every write pays for it.",
        "The [manual of PostgreSQL](https://www.postgresql.org/docs/current/) is one of the best technical books there is, and it costs nothing.",
        "Two transactions that lock rows in different orders will meet one day, usually on a Monday.",
        "We kept the counters beside the rows they count, in the same transaction, and the home page became boring.",
        "A backup that was never restored is a rumour.",
        "SQLite is not a toy: it is a file with a [remarkable test suite](https://www.sqlite.org/testing.html) around it.",
        "Nullable columns spread like mint; put them in a pot of their own.",
        "What looked like a slow database was a pool of five connections and a report that held four of them.",
        "The migration took forty milliseconds, and planning it took two days; that is the right proportion.",
        "Dates without a time zone are the reason why I stopped trusting reports from March.",
    ],
    tips: &[
        "Name every constraint; you will read the name in an error at night",
        "Restore a backup on the first of each month",
        "Add the column first, fill it next, require it last",
        "Look at the plan of the real data and not of ten rows",
        "Put the column with equality first in an index of many",
        "Set a timeout for statements before you need one",
        "Keep transactions short and free of network calls",
        "Page by key and never by offset",
        "Write the rollback together with the migration",
        "Log what is slow, and read the log",
    ],
    table: &[
        &["Query", "Before", "After"],
        &["first page", "38 ms", "2 ms"],
        &["page 500", "1,900 ms", "2 ms"],
        &["count of all", "240 ms", "kept, not counted"],
    ],
    code: &[
        (
            "sql",
            "SELECT id, title, published_at\nFROM posts\nWHERE (published_at, id) < ($1, $2)\nORDER BY published_at DESC, id DESC\nLIMIT 21;",
        ),
        (
            "sql",
            "CREATE INDEX CONCURRENTLY orders_open\nON orders (customer_id, created_at DESC)\nWHERE closed_at IS NULL;",
        ),
        (
            "sql",
            "SELECT *\nFROM (\n    SELECT c.*, row_number() OVER (PARTITION BY post_id ORDER BY id) AS place\n    FROM comments c\n) ranked\nWHERE place <= 5;",
        ),
        ("bash", "pg_dump --format=custom shop > shop.dump\npg_restore --dbname=shop_copy shop.dump"),
    ],
};
