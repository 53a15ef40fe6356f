// The first tabs; they run on the demo as it is. The page of a binary without the built playground uses them too.

const posts = `# Welcome to Tribune. Press the play button (or Ctrl-Enter): the newest posts.
query NewestPosts {
  posts(first: 5) {
    nodes {
      title
      slug
      publishedAt
      author { username displayName }
      tags { name }
      commentCount
      reactionCount
    }
    pageInfo { hasNextPage endCursor }
  }
}
`;

const login = `# The demo's people: alice (an author), mona (a moderator), ada (an admin).
# Put the token into the headers below: { "Authorization": "Bearer ..." }. Each tab has headers of its own.
mutation SignIn {
  login(input: { login: "alice", password: "tribune-demo-password" }) {
    accessToken
    viewer { user { displayName followerCount } }
    userErrors { message field }
  }
}
`;

const watching = `# Runs until you stop it; publish a post in another window (switching tabs ends it) and see it arrive.
subscription NewPosts {
  postPublished {
    post { title author { displayName } }
  }
}
`;

export const tabs = [{ query: posts }, { query: login }, { query: watching }];
