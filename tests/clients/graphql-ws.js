// graphql-ws, the reference client of graphql-transport-ws: everything over the socket.

import assert from "node:assert/strict";

import { createClient } from "graphql-ws";
import { WebSocket } from "ws";

import { check, finish, socketAddress } from "./check.js";
import * as demo from "./demo.js";

let token;
const connect = (more) =>
  createClient({
    url: socketAddress,
    webSocketImpl: WebSocket,
    connectionParams: () => (token ? { Authorization: `Bearer ${token}` } : {}),
    retryAttempts: 0,
    ...more,
  });
let client = connect();

/** The only result of an operation. */
async function only(query, variables) {
  const results = [];
  for await (const result of client.iterate({ query, variables })) results.push(result);
  assert.equal(results.length, 1);
  return results[0];
}

const code = (errors) => errors[0].extensions.code;
/** What an operation that is not run is refused with: a list of errors. */
const refusal = (query, variables) => only(query, variables).then(() => assert.fail("it runs"), code);

await check("a query", async () => {
  const { data, errors } = await only("{ instance { name } }");
  assert.deepEqual({ data, errors }, { data: { instance: { name: "Tribune" } }, errors: undefined });
});

await check("three pages", async () => {
  await demo.threePages((variables) => only(demo.POSTS, variables));
});

await check("errors: refused requests, refused arguments, nobody signed in", async () => {
  assert.equal(await refusal("{"), "GRAPHQL_PARSE_FAILED");
  assert.equal(await refusal("{ nothing }"), "GRAPHQL_VALIDATION_FAILED");
  assert.equal(code((await only(demo.POSTS, { first: 0 })).errors), "BAD_USER_INPUT");
  assert.equal(code((await only(demo.ADD_COMMENT, demo.comment("Hello."))).errors), "UNAUTHENTICATED");
});

await check("a mutation, signed in by the payload of connection_init", async () => {
  token = (await only(demo.LOGIN, demo.ALICE)).data.login.accessToken;
  await client.dispose();
  client = connect();
  const { addComment } = (await only(demo.ADD_COMMENT, demo.comment("By *graphql-ws*."))).data;
  assert.equal(addComment.comment.bodyHtml.trim(), "<p>By <em>graphql-ws</em>.</p>");
  const { userErrors } = (await only(demo.ADD_COMMENT, demo.comment(""))).data.addComment;
  assert.deepEqual(userErrors, demo.BLANK);
});

await check("a subscription, and queries on the same socket meanwhile", async () => {
  const events = client.iterate({ query: demo.COMMENT_ADDED, variables: { postId: demo.postId } });
  const first = events.next();
  assert.equal((await only("{ __typename }")).data.__typename, "Query");
  await demo.untilHeard(first.then(({ value }) => value.data.commentAdded), "To graphql-ws");
  await events.return();
});

await check("the client's pings are answered", async () => {
  const pinging = connect({ keepAlive: 50, lazy: false, onNonLazyError: assert.fail });
  await new Promise((resolve) => pinging.on("pong", resolve));
  await pinging.dispose();
});

await check("a refused token closes the socket with 4403", async () => {
  token = "nonsense";
  client = connect();
  const close = await only("{ __typename }").then(() => assert.fail("it runs"), (close) => close);
  assert.deepEqual([close.code, close.reason], [4403, "Forbidden"]);
});

finish();
