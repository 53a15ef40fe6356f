-- Fills Tribune's own tables (schema `tribune`, made by `tribune migrate up`) with what the schema `blog` holds, as the
-- server itself would have written it: rendered texts, kept counters, every name in the table that holds all names.
-- Comments all stand at the top: Tribune lists those of the first level, the comparison asks for all.
\set ON_ERROR_STOP on
SET search_path = tribune;
-- The rows come from tables with the same references; checking each again would take longer than all the rest.
SET session_replication_role = replica;

-- A UUIDv7 of a time and the number that a row has in `blog`: sorts as that table does, and leads back to the number.
CREATE FUNCTION pg_temp.key(moment timestamptz, number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex(floor(extract(epoch FROM moment) * 1000)::bigint), 12, '0') || '70008000' || lpad(to_hex(number), 12, '0'))::uuid
$$;
CREATE TEMP TABLE user_key AS SELECT id, pg_temp.key(created_at, id) AS key FROM blog.users;
CREATE TEMP TABLE post_key AS SELECT id, pg_temp.key(published_at, id) AS key FROM blog.posts;
CREATE TEMP TABLE tag_key AS SELECT id, pg_temp.key('2019-01-01 00:00Z', id) AS key FROM blog.tags;
ALTER TABLE user_key ADD PRIMARY KEY (id);
ALTER TABLE post_key ADD PRIMARY KEY (id);
ALTER TABLE tag_key ADD PRIMARY KEY (id);
ANALYZE user_key, post_key, tag_key;

INSERT INTO users (id, username, email, display_name, search_name, bio, bio_html, website_url, role, password_hash,
    post_count, follower_count, following_count, created_at, updated_at)
  SELECT k.key, u.username, u.username || '@example.com', u.display_name, lower(u.display_name),
    u.bio, '<p>' || trim(u.bio) || E'</p>\n', u.avatar_url, 'AUTHOR',
    -- Of the length of a real one; nobody signs in with it.
    '$argon2id$v=19$m=19456,t=2,p=1$' || left(md5(u.id::text), 22) || '$' || left(md5('p' || u.id) || md5('q' || u.id), 43),
    coalesce(posts.n, 0), coalesce(followers.n, 0), coalesce(following.n, 0), u.created_at, u.created_at
  FROM blog.users u JOIN user_key k USING (id)
  LEFT JOIN (SELECT author_id, count(*) AS n FROM blog.posts GROUP BY 1) posts ON posts.author_id = u.id
  LEFT JOIN (SELECT followee_id, count(*) AS n FROM blog.follows GROUP BY 1) followers ON followers.followee_id = u.id
  LEFT JOIN (SELECT follower_id, count(*) AS n FROM blog.follows GROUP BY 1) following ON following.follower_id = u.id
  ORDER BY u.id;
INSERT INTO usernames (username, user_id, taken_at) SELECT username, id, created_at FROM users ORDER BY id;

-- A sign-in of everybody, for the comments that are written; long enough for any run.
INSERT INTO sessions (id, user_id, user_agent, ip_address, created_at, last_seen_at, expires_at, ends_at)
  SELECT pg_temp.key('2024-01-01 00:00Z', id), key, 'bench', '127.0.0.1', '2024-01-01 00:00Z', '2024-01-01 00:00Z', '2100-01-01 00:00Z', '2100-01-01 00:00Z'
  FROM user_key ORDER BY id;
INSERT INTO refresh_tokens (token_hash, session_id, created_at) SELECT sha256(uuid_send(id)), id, created_at FROM sessions;

INSERT INTO tags (id, slug, name, post_count, created_at)
  SELECT k.key, t.name, t.name, coalesce(carried.n, 0), '2019-01-01 00:00Z' FROM blog.tags t JOIN tag_key k USING (id)
  LEFT JOIN (SELECT tag_id, count(*) AS n FROM blog.post_tags GROUP BY 1) carried ON carried.tag_id = t.id ORDER BY t.id;

INSERT INTO posts (id, author_id, slug, title, excerpt, excerpt_is_written, word_count, reading_time_minutes, status, visibility,
    comment_policy, comment_count, reaction_count, like_count, created_at, updated_at, published_at, body_markdown, body_html)
  SELECT k.key, author.key, p.slug, p.title, p.excerpt, true, words.n, ceil(words.n / 220.0), 'PUBLISHED', 'PUBLIC', 'EVERYONE',
    coalesce(comments.n, 0), coalesce(likes.n, 0), coalesce(likes.n, 0), p.published_at, p.published_at, p.published_at, p.body_markdown,
    replace(replace(regexp_replace(p.body_markdown, E'^# Post (\\d+)\n\n', E'<h1 id="user-content-post-\\1">Post \\1</h1>\n<p>'), '*ipsum*', '<em>ipsum</em>'), E'\n\n', E'</p>\n<p>') || E'</p>\n'
  FROM blog.posts p JOIN post_key k USING (id) JOIN user_key author ON author.id = p.author_id
  -- All words but the heading's mark.
  CROSS JOIN LATERAL (SELECT cardinality(regexp_split_to_array(p.body_markdown, '\s+')) - 1 AS n) words
  LEFT JOIN (SELECT post_id, count(*) AS n FROM blog.comments GROUP BY 1) comments ON comments.post_id = p.id
  LEFT JOIN (SELECT post_id, count(*) AS n FROM blog.likes GROUP BY 1) likes ON likes.post_id = p.id
  ORDER BY p.id;
INSERT INTO post_slugs (slug, post_id, taken_at) SELECT slug, id, created_at FROM posts ORDER BY id;
INSERT INTO post_tags (post_id, tag_id, position)
  SELECT p.key, t.key, row_number() OVER (PARTITION BY pt.post_id ORDER BY pt.tag_id) - 1
  FROM blog.post_tags pt JOIN post_key p ON p.id = pt.post_id JOIN tag_key t ON t.id = pt.tag_id ORDER BY pt.post_id, pt.tag_id;

INSERT INTO comments (id, post_id, author_id, depth, created_at, body_markdown, body_html)
  SELECT pg_temp.key(c.created_at, c.id), p.key, u.key, 0, c.created_at, c.body, '<p>' || trim(c.body) || E'</p>\n'
  FROM blog.comments c JOIN post_key p ON p.id = c.post_id JOIN user_key u ON u.id = c.author_id ORDER BY c.id;
INSERT INTO post_reactions (id, post_id, user_id, kind, created_at)
  SELECT pg_temp.key(l.created_at, row_number() OVER (ORDER BY l.created_at)), p.key, u.key, 'LIKE', l.created_at
  FROM blog.likes l JOIN post_key p ON p.id = l.post_id JOIN user_key u ON u.id = l.user_id ORDER BY l.created_at;
INSERT INTO user_follows (id, follower_id, followee_id, created_at)
  SELECT pg_temp.key(f.created_at, row_number() OVER (ORDER BY f.created_at)), follower.key, followee.key, f.created_at
  FROM blog.follows f JOIN user_key follower ON follower.id = f.follower_id JOIN user_key followee ON followee.id = f.followee_id
  ORDER BY f.created_at;
RESET session_replication_role;
VACUUM (ANALYZE, FREEZE);
