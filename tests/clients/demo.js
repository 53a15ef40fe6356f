// What the clients ask for, and the demo beside them: asked by `fetch` alone, so that no client vouches for itself.

import assert from "node:assert/strict";

import { address } from "./check.js";

export const ALICE = { input: { login: "alice", password: "tribune-demo-password" } };
const MONA = { input: { ...ALICE.input, login: "mona" } };

export const POSTS = `
  query Posts($first: Int, $after: String) {
    posts(first: $first, after: $after) {
      edges { node { id title } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`;

export const LOGIN = `
  mutation Login($input: LoginInput!) {
    login(input: $input) { accessToken userErrors { code field } }
  }`;

export const ADD_COMMENT = `
  mutation AddComment($input: AddCommentInput!) {
    addComment(input: $input) {
      comment { id bodyHtml author { username } }
      userErrors { code field }
    }
  }`;

export const COMMENT_ADDED = `
  subscription CommentAdded($postId: ID!) {
    commentAdded(postId: $postId) { comment { bodyMarkdown author { username } } }
  }`;

/** A query that no server has seen before. */
export const unheard = () => `query Unheard${Date.now()}${Math.floor(Math.random() * 1e6)} { instance { name } }`;

export const titles = (data) => data.posts.edges.map((edge) => edge.node.title);

/** What a comment without a text is refused with. */
export const BLANK = [{ code: "BLANK", field: ["input", "bodyMarkdown"] }];

/** Without the names of types, which some clients ask for themselves. */
export const withoutTypes = (value) =>
  JSON.parse(JSON.stringify(value, (key, inner) => (key === "__typename" ? undefined : inner)));

async function api(query, variables, token) {
  const response = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json", ...bearer(token) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined);
  return data;
}

/** The headers of somebody signed in, none for nobody. */
export const bearer = (token) => (token ? { authorization: `Bearer ${token}` } : {});

const mona = (await api(LOGIN, MONA)).login.accessToken;
const first = await api(POSTS, { first: 9 });
/** The first nine posts' titles, which three pages of three have to give. */
export const expectedTitles = titles(first);
export const postId = first.posts.edges[0].node.id;

/** Goes through three pages by their cursors; `ask` takes the variables of `POSTS`. */
export async function threePages(ask) {
  const found = [];
  let after = null;
  for (let page = 0; page < 3; page += 1) {
    const { data } = await ask({ first: 3, after });
    found.push(...titles(data));
    after = data.posts.pageInfo.endCursor;
  }
  assert.deepEqual(found, expectedTitles);
}

/** The input of a comment under that post. */
export const comment = (bodyMarkdown) => ({ input: { postId, bodyMarkdown } });

/** Lets mona comment until the client has heard of it: nothing tells when the server listens. */
export async function untilHeard(hearing, text) {
  let heard = false;
  const done = () => {
    heard = true;
  };
  hearing.then(done, done);
  while (!heard) {
    await api(ADD_COMMENT, comment(text), mona);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.deepEqual(await hearing, { comment: { bodyMarkdown: text, author: { username: "mona" } } });
}
