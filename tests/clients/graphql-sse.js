// graphql-sse, the reference client of GraphQL over server-sent events, a connection for each operation.

import assert from "node:assert/strict";

import { createClient } from "graphql-sse";

import { address, check, finish } from "./check.js";
import * as demo from "./demo.js";

let token;
const client = createClient({ url: address, headers: () => demo.bearer(token), retryAttempts: 0 });

/** The only result of an operation. */
async function only(query, variables) {
  const results = [];
  for await (const result of client.iterate({ query, variables })) results.push(result);
  assert.equal(results.length, 1);
  return results[0];
}

const code = async (query, variables) => (await only(query, variables)).errors[0].extensions.code;

await check("a query", async () => {
  assert.deepEqual(await only("{ instance { name } }"), { data: { instance: { name: "Tribune" } } });
});

await check("three pages", async () => {
  await demo.threePages((variables) => only(demo.POSTS, variables));
});

await check("errors: refused requests, refused arguments, nobody signed in", async () => {
  assert.equal(await code("{"), "GRAPHQL_PARSE_FAILED");
  assert.equal(await code("{ nothing }"), "GRAPHQL_VALIDATION_FAILED");
  assert.equal(await code(demo.POSTS, { first: 0 }), "BAD_USER_INPUT");
  assert.equal(await code(demo.ADD_COMMENT, demo.comment("Hello.")), "UNAUTHENTICATED");
});

await check("a mutation, signed in by a header", async () => {
  token = (await only(demo.LOGIN, demo.ALICE)).data.login.accessToken;
  const { addComment } = (await only(demo.ADD_COMMENT, demo.comment("By *graphql-sse*."))).data;
  assert.equal(addComment.comment.bodyHtml.trim(), "<p>By <em>graphql-sse</em>.</p>");
  const { userErrors } = (await only(demo.ADD_COMMENT, demo.comment(""))).data.addComment;
  assert.deepEqual(userErrors, demo.BLANK);
});

await check("a subscription", async () => {
  const events = client.iterate({ query: demo.COMMENT_ADDED, variables: { postId: demo.postId } });
  await demo.untilHeard(events.next().then(({ value }) => value.data.commentAdded), "To graphql-sse");
  await events.return();
});

await check("a refused token is told, to subscriptions too", async () => {
  token = "nonsense";
  assert.equal(await code("{ __typename }"), "UNAUTHENTICATED");
  assert.equal(await code(demo.COMMENT_ADDED, { postId: demo.postId }), "UNAUTHENTICATED");
});

finish();
