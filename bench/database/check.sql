-- Every kept counter that the data touches: how many rows differ from what they count. All must be 0.
SET search_path = tribune;
SELECT 'users.post_count' AS counter, count(*) AS wrong FROM users u
  LEFT JOIN (SELECT author_id, count(*) AS n FROM posts WHERE status = 'PUBLISHED' AND visibility = 'PUBLIC' AND deleted_at IS NULL GROUP BY 1) c ON c.author_id = u.id
  WHERE u.post_count <> coalesce(c.n, 0)
UNION ALL SELECT 'users.follower_count', count(*) FROM users u LEFT JOIN (SELECT followee_id, count(*) AS n FROM user_follows GROUP BY 1) c ON c.followee_id = u.id
  WHERE u.follower_count <> coalesce(c.n, 0)
UNION ALL SELECT 'users.following_count', count(*) FROM users u LEFT JOIN (SELECT follower_id, count(*) AS n FROM user_follows GROUP BY 1) c ON c.follower_id = u.id
  WHERE u.following_count <> coalesce(c.n, 0)
UNION ALL SELECT 'tags.post_count', count(*) FROM tags t LEFT JOIN (SELECT tag_id, count(*) AS n FROM post_tags GROUP BY 1) c ON c.tag_id = t.id
  WHERE t.post_count <> coalesce(c.n, 0)
UNION ALL SELECT 'posts.comment_count', count(*) FROM posts p LEFT JOIN (SELECT post_id, count(*) AS n FROM comments WHERE deleted_at IS NULL AND hidden_at IS NULL GROUP BY 1) c ON c.post_id = p.id
  WHERE p.comment_count <> coalesce(c.n, 0)
UNION ALL SELECT 'posts.like_count, posts.reaction_count', count(*) FROM posts p LEFT JOIN (SELECT post_id, count(*) AS n FROM post_reactions GROUP BY 1) c ON c.post_id = p.id
  WHERE p.like_count <> coalesce(c.n, 0) OR p.reaction_count <> coalesce(c.n, 0)
UNION ALL SELECT 'comments.reply_count', count(*) FROM comments WHERE reply_count <> 0 OR parent_id IS NOT NULL;
