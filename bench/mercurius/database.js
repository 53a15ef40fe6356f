// Batched SQL; statements with names are prepared once by the database.
import pg from 'pg'

// RFC 3339 as it comes, without making a Date of it and a text of that.
pg.types.setTypeParser(1184, text => text.replace(' ', 'T') + ':00')
const pool = new pg.Pool({
  host: '127.0.0.1', port: +(process.env.PGPORT ?? 55432), user: 'postgres', database: process.env.BENCH_DATABASE ?? 'bench', max: 16, min: 16,
})
const rows = (name, text, values) => pool.query({ name, text, values }).then(result => result.rows)

const POST = 'id, author_id, slug, title, excerpt, published_at AS "publishedAt"'
const USER = 'id, username, display_name AS "displayName", bio, avatar_url AS "avatarUrl"'
const COMMENT = 'id, post_id, author_id, body, created_at AS "createdAt"'
const unique = ids => [...new Set(ids)]

function oneEach(ids, found, key, value = row => row ?? null) {
  const byKey = new Map(found.map(row => [row[key], row]))
  return ids.map(id => value(byKey.get(id)))
}

function listEach(ids, found, key) {
  const byKey = new Map(ids.map(id => [id, []]))
  for (const row of found) byKey.get(row[key]).push(row)
  return ids.map(id => byKey.get(id))
}

const number = row => row?.number ?? 0
const before = cursor => cursor ? [cursor.slice(0, cursor.lastIndexOf('_')), cursor.slice(cursor.lastIndexOf('_') + 1)] : ['infinity', '9223372036854775807']

export const post = slug => rows('post', `SELECT ${POST}, body_markdown AS "bodyMarkdown" FROM posts WHERE slug = $1`, [slug]).then(found => found[0] ?? null)
export const user = username => rows('user', `SELECT ${USER} FROM users WHERE username = $1`, [username]).then(found => found[0] ?? null)
export const feed = (count, cursor) => rows('feed', `SELECT ${POST} FROM posts WHERE (published_at, id) < ($1::timestamptz, $2::bigint) ORDER BY published_at DESC, id DESC LIMIT $3`, [...before(cursor), count])
export const addComment = input => rows('add', `INSERT INTO comments (post_id, author_id, body) VALUES ($1, $2, $3) RETURNING ${COMMENT}`, [input.postId, input.authorId, input.body]).then(found => found[0])

export const users = async ids => oneEach(ids, await rows('users', `SELECT ${USER} FROM users WHERE id = ANY($1::bigint[])`, [unique(ids)]), 'id')
export const posts = async ids => oneEach(ids, await rows('posts', `SELECT ${POST} FROM posts WHERE id = ANY($1::bigint[])`, [unique(ids)]), 'id')
export const tags = async ids => listEach(ids, await rows('tags', 'SELECT post_id, name FROM post_tags JOIN tags ON tags.id = tag_id WHERE post_id = ANY($1::bigint[]) ORDER BY post_id, tag_id', [unique(ids)]), 'post_id')
export const likes = async ids => oneEach(ids, await rows('likes', 'SELECT post_id, count(*)::int AS number FROM likes WHERE post_id = ANY($1::bigint[]) GROUP BY 1', [unique(ids)]), 'post_id', number)
export const commentCounts = async ids => oneEach(ids, await rows('commentCounts', 'SELECT post_id, count(*)::int AS number FROM comments WHERE post_id = ANY($1::bigint[]) GROUP BY 1', [unique(ids)]), 'post_id', number)
export const followers = async ids => oneEach(ids, await rows('followers', 'SELECT followee_id, count(*)::int AS number FROM follows WHERE followee_id = ANY($1::bigint[]) GROUP BY 1', [unique(ids)]), 'followee_id', number)

const pageEach = (table, parent, columns, time) => `SELECT page.* FROM unnest($1::bigint[]) parent(id) CROSS JOIN LATERAL
  (SELECT ${columns} FROM ${table} WHERE ${parent} = parent.id ORDER BY ${time} DESC, id DESC LIMIT $2) page`
export const commentsOf = async (ids, count) => listEach(ids, await rows('commentsOf', pageEach('comments', 'post_id', COMMENT, 'created_at'), [unique(ids), count]), 'post_id')
export const postsOf = async (ids, count) => listEach(ids, await rows('postsOf', pageEach('posts', 'author_id', POST, 'published_at'), [unique(ids), count]), 'author_id')
