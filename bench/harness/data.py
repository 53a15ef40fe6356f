"""What is in the databases: what the variables are drawn from, and taking back what the mutation wrote."""
import functools
import sqlite3
import subprocess

from .places import DATABASE, PGPORT, WORK

# Ids of rows that were written by a running server begin with a later time than all that the loader made.
WRITTEN = '01941f29-7c00-7000-8000-000000000000'


def sql(text):
    command = ['psql', '-h', '127.0.0.1', '-p', PGPORT, '-U', 'postgres', '-d', DATABASE, '-AtXq', '-v', 'ON_ERROR_STOP=1', '-c', text]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@functools.cache
def column(text):
    return sql(text).split('\n')


def slugs():
    return column('SELECT slug FROM blog.posts ORDER BY id')


def people():
    return int(sql('SELECT count(*) FROM blog.users'))


def keys(table):
    """Tribune's ids of a table that the loader filled, in the order of the numbers in them."""
    return column(f"SELECT id FROM tribune.{table} WHERE id < '{WRITTEN}' ORDER BY id")


def clean_blog():
    """Takes the written comments back; how many they were."""
    before = int(sql("SELECT last_value FROM pg_sequences WHERE schemaname = 'blog' AND sequencename = 'comments_id_seq'"))
    loaded = int(sql("SELECT 5 * count(*) FROM blog.posts"))
    count = int(sql(f'WITH gone AS (DELETE FROM blog.comments WHERE id > {loaded} RETURNING 1) SELECT count(*) FROM gone'))
    if before > loaded:
        sql(f"SELECT setval('blog.comments_id_seq', {loaded})")
    sql('VACUUM ANALYZE blog.comments')
    return count


# The counter goes back by as many comments as go.
UNCOUNT = 'UPDATE posts SET comment_count = comment_count - gone.number FROM (SELECT post_id, count(*) AS number FROM comments WHERE id > {0} GROUP BY 1) AS gone WHERE posts.id = gone.post_id'


# Events go as the server removes them: no later one gets the place of one that is gone.
FORGET = 'UPDATE event_log SET removed_position = (SELECT coalesce(max({0}), removed_position) FROM events); DELETE FROM events'


def clean_tribune():
    bound = f"'{WRITTEN}'"
    count = int(sql(f"SET search_path = tribune; BEGIN; {UNCOUNT.format(bound)}; WITH gone AS (DELETE FROM comments WHERE id > {bound} RETURNING 1) SELECT count(*) FROM gone; {FORGET.format('position')}; COMMIT"))
    sql('VACUUM ANALYZE tribune.events')
    sql('VACUUM ANALYZE tribune.comments')
    sql('VACUUM ANALYZE tribune.posts')
    return count


def clean_sqlite():
    connection = sqlite3.connect(f'{WORK}/{DATABASE}.db', timeout=30, isolation_level=None)
    bound = "x'{}'".format(WRITTEN.replace('-', ''))
    connection.execute('BEGIN IMMEDIATE')
    connection.execute(UNCOUNT.format(bound))
    count = connection.execute(f'DELETE FROM comments WHERE id > {bound}').rowcount
    for statement in FORGET.format('id').split('; '):
        connection.execute(statement)
    connection.execute('COMMIT')
    connection.close()
    return count


CLEAN = {'blog': clean_blog, 'tribune': clean_tribune, 'tribune_sqlite': clean_sqlite}
