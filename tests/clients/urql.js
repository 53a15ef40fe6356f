// urql: JSON by POST and GET; subscriptions over graphql-ws, and as server-sent events.

import assert from "node:assert/strict";

import { Client, cacheExchange, fetchExchange, subscriptionExchange } from "@urql/core";
import { createClient } from "graphql-ws";
import { WebSocket } from "ws";

import { address, check, finish, socketAddress } from "./check.js";
import * as demo from "./demo.js";

let token;
const methods = [];
const counting = (url, options) => {
  methods.push(options.method);
  return fetch(url, options);
};
const build = (options, exchange = fetchExchange) =>
  new Client({
    url: address,
    fetch: counting,
    fetchOptions: () => ({ headers: demo.bearer(token) }),
    exchanges: [cacheExchange, exchange],
    ...options,
  });
const client = build({ preferGetMethod: false });

const code = ({ error }) => error.graphQLErrors[0].extensions.code;

const threePages = (client) => demo.threePages((variables) => client.query(demo.POSTS, variables));

/** The first event of a subscription. */
const firstEvent = (client) =>
  new Promise((resolve, reject) => {
    const results = client.subscription(demo.COMMENT_ADDED, { postId: demo.postId });
    const { unsubscribe } = results.subscribe((result) => {
      // Not while it is being subscribed to.
      setTimeout(() => unsubscribe());
      if (result.error) reject(result.error);
      else resolve(demo.withoutTypes(result.data.commentAdded));
    });
  });

await check("a query", async () => {
  const { data, error } = await client.query("{ instance { name } }", {});
  assert.equal(error, undefined);
  assert.equal(data.instance.name, "Tribune");
});

await check("three pages", async () => {
  await threePages(client);
  assert(methods.every((method) => method === "POST"), `${methods}`);
});

await check("three pages by GET", async () => {
  methods.length = 0;
  await threePages(build({ preferGetMethod: true }));
  assert.deepEqual(methods, ["GET", "GET", "GET"]);
});

await check("errors: refused requests, refused arguments, nobody signed in", async () => {
  assert.equal(code(await client.query("{ nothing }", {})), "GRAPHQL_VALIDATION_FAILED");
  assert.equal(code(await client.query(demo.POSTS, { first: 0 })), "BAD_USER_INPUT");
  assert.equal(code(await client.mutation(demo.ADD_COMMENT, demo.comment("Hello."))), "UNAUTHENTICATED");
});

await check("a mutation, signed in by a header", async () => {
  token = (await client.mutation(demo.LOGIN, demo.ALICE)).data.login.accessToken;
  const { data } = await client.mutation(demo.ADD_COMMENT, demo.comment("By *urql*."));
  assert.equal(data.addComment.comment.bodyHtml.trim(), "<p>By <em>urql</em>.</p>");
  const refused = await client.mutation(demo.ADD_COMMENT, demo.comment(""));
  assert.deepEqual(demo.withoutTypes(refused.data.addComment.userErrors), demo.BLANK);
});

await check("a subscription over graphql-ws", async () => {
  const socket = createClient({ url: socketAddress, webSocketImpl: WebSocket });
  const exchange = subscriptionExchange({
    forwardSubscription: (request) => ({
      subscribe: (sink) => ({ unsubscribe: socket.subscribe({ ...request, query: request.query ?? "" }, sink) }),
    }),
  });
  await demo.untilHeard(firstEvent(build({}, exchange)), "To urql");
});

const streaming = build({ fetchSubscriptions: true });

await check("a subscription as server-sent events", async () => {
  await demo.untilHeard(firstEvent(streaming), "To urql again");
});

await check("a refused token is told, to subscriptions too", async () => {
  token = "nonsense";
  const told = (error) => code({ error });
  assert.equal(await firstEvent(streaming).then(() => assert.fail("it runs"), told), "UNAUTHENTICATED");
  assert.equal(code(await client.query("{ __typename }", {})), "UNAUTHENTICATED");
});

finish();
