// The peer: Mercurius with its JIT and its loaders, as its manual has it. Reads the schema `blog`.
import Fastify from 'fastify'
import mercurius from 'mercurius'
import * as database from './database.js'

const schema = /* GraphQL */ `
type User { id: ID! username: String! displayName: String! bio: String! avatarUrl: String! followersCount: Int! posts(first: Int!): PostConnection! }
type Tag { name: String! }
type Post { id: ID! slug: String! title: String! excerpt: String! bodyMarkdown: String! publishedAt: String! author: User! tags: [Tag!]! likesCount: Int! commentsCount: Int! comments(first: Int!): CommentConnection! }
type Comment { id: ID! body: String! createdAt: String! author: User! post: Post! }
type PageInfo { hasNextPage: Boolean! endCursor: String }
type PostEdge { cursor: String! node: Post! }
type PostConnection { edges: [PostEdge!]! pageInfo: PageInfo! }
type CommentEdge { cursor: String! node: Comment! }
type CommentConnection { edges: [CommentEdge!]! pageInfo: PageInfo! }
input AddCommentInput { postId: ID! authorId: ID! body: String! }
type Query { postBySlug(slug: String!): Post user(username: String!): User posts(first: Int!, after: String): PostConnection! }
type Mutation { addComment(input: AddCommentInput!): Comment! }
`

// One row more than the page was asked for: its presence says that there is more.
function connection(rows, first, time) {
  const hasNextPage = rows.length > first
  if (hasNextPage) rows.length = first
  const edges = rows.map(node => ({ node, cursor: `${node[time]}_${node.id}` }))
  return { edges, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null } }
}

// The loaders' own cache lasts longer than a request, so that it must be off.
const loader = load => ({ loader: load, opts: { cache: false } })
const by = (read, key) => loader(queries => read(queries.map(query => query.obj[key])))
const page = (read, time) => loader(async queries => {
  const { first } = queries[0].params
  const pages = await read(queries.map(query => query.obj.id), first + 1)
  return pages.map(rows => connection(rows, first, time))
})

const loaders = {
  Post: {
    author: by(database.users, 'author_id'),
    tags: by(database.tags, 'id'),
    likesCount: by(database.likes, 'id'),
    commentsCount: by(database.commentCounts, 'id'),
    comments: page(database.commentsOf, 'createdAt'),
  },
  User: { followersCount: by(database.followers, 'id'), posts: page(database.postsOf, 'publishedAt') },
  Comment: { author: by(database.users, 'author_id'), post: by(database.posts, 'post_id') },
}
const resolvers = {
  Query: {
    postBySlug: (_, { slug }) => database.post(slug),
    user: (_, { username }) => database.user(username),
    posts: async (_, { first, after }) => connection(await database.feed(first + 1, after), first, 'publishedAt'),
  },
  Mutation: { addComment: (_, { input }) => database.addComment(input) },
}

const app = Fastify({ logger: false })
app.register(mercurius, { schema, resolvers, loaders, jit: 1, graphiql: false })
app.listen({ port: +process.env.PORT, host: '127.0.0.1' })
