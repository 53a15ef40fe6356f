// Apollo Client 4: its cache and pages, automatic persisted queries by POST and GET, subscriptions over graphql-ws.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";

import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { SetContextLink } from "@apollo/client/link/context";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { relayStylePagination } from "@apollo/client/utilities";
import { createClient } from "graphql-ws";
import { filter, firstValueFrom } from "rxjs";
import { WebSocket } from "ws";

import { address, check, finish, socketAddress } from "./check.js";
import * as demo from "./demo.js";

let token;
const asked = [];
const http = new HttpLink({
  uri: address,
  fetch: (url, options) => {
    const sent = options.body ?? decodeURIComponent(url);
    asked.push({ method: options.method, isWhole: sent.includes("query Unheard") });
    return fetch(url, options);
  },
});
const authorization = new SetContextLink(({ headers }) => ({ headers: { ...headers, ...demo.bearer(token) } }));
const build = (...links) =>
  new ApolloClient({
    cache: new InMemoryCache({ typePolicies: { Query: { fields: { posts: relayStylePagination() } } } }),
    link: ApolloLink.from([authorization, ...links]),
    clientAwareness: { name: "tribune-clients-test", version: "1" },
  });
const client = build(http);

/** The code of what a promise is refused with: errors of GraphQL, whatever the status was. */
const code = (promise) =>
  promise.then(
    () => assert.fail("it runs"),
    (error) => {
      assert(CombinedGraphQLErrors.is(error), error);
      return error.errors[0].extensions.code;
    },
  );
const query = (text, variables, fetchPolicy) => client.query({ query: gql(text), variables, fetchPolicy });
const mutate = (text, variables) => client.mutate({ mutation: gql(text), variables });
const subscription = { query: gql(demo.COMMENT_ADDED), variables: { postId: demo.postId } };

await check("a query, and again from the cache", async () => {
  const first = await query("{ instance { name } }");
  assert.equal(first.data.instance.name, "Tribune");
  assert.deepEqual((await query("{ instance { name } }")).data, first.data);
  assert.equal(asked.length, 1);
});

await check("three pages, put together by relayStylePagination", async () => {
  const posts = client.watchQuery({ query: gql(demo.POSTS), variables: { first: 3 } });
  await firstValueFrom(posts.pipe(filter(({ loading }) => !loading)));
  for (let page = 1; page < 3; page += 1) {
    const after = posts.getCurrentResult().data.posts.pageInfo.endCursor;
    await posts.fetchMore({ variables: { after } });
  }
  assert.deepEqual(demo.titles(posts.getCurrentResult().data), demo.expectedTitles);
});

await check("errors: refused requests, refused arguments, nobody signed in", async () => {
  assert.equal(await code(query("{ nothing }")), "GRAPHQL_VALIDATION_FAILED");
  assert.equal(await code(query(demo.POSTS, { first: 0 }, "network-only")), "BAD_USER_INPUT");
  assert.equal(await code(mutate(demo.ADD_COMMENT, demo.comment("Hello."))), "UNAUTHENTICATED");
});

await check("a mutation, signed in by a header", async () => {
  token = (await mutate(demo.LOGIN, demo.ALICE)).data.login.accessToken;
  const { data } = await mutate(demo.ADD_COMMENT, demo.comment("By *Apollo*."));
  assert.equal(data.addComment.comment.bodyHtml.trim(), "<p>By <em>Apollo</em>.</p>");
  const refused = await mutate(demo.ADD_COMMENT, demo.comment(""));
  assert.deepEqual(demo.withoutTypes(refused.data.addComment.userErrors), demo.BLANK);
});

await check("a mutation's answer renews what the cache holds", async () => {
  const input = { subjectId: demo.postId, kind: "INSIGHTFUL" };
  await mutate("mutation ($input: ReactInput!) { react(input: $input) { subject { id viewerReaction } } }", { input });
  const fragment = gql("fragment Reaction on Post { viewerReaction }");
  const cached = client.readFragment({ id: `Post:${demo.postId}`, fragment });
  assert.equal(cached.viewerReaction, "INSIGHTFUL");
});

await check("a subscription over graphql-ws", async () => {
  const socket = createClient({ url: socketAddress, webSocketImpl: WebSocket });
  const live = build(new GraphQLWsLink(socket));
  const event = firstValueFrom(live.subscribe(subscription));
  await demo.untilHeard(event.then(({ data }) => demo.withoutTypes(data.commentAdded)), "To Apollo");
  await socket.dispose();
});

await check("a subscription over HTTP alone is told what serves it", async () => {
  const { error } = await firstValueFrom(client.subscribe(subscription));
  assert(CombinedGraphQLErrors.is(error), error);
  assert.match(error.message, /graphql-transport-ws/);
});

for (const method of ["POST", "GET"]) {
  await check(`a persisted query by ${method}: unknown, sent whole, known`, async () => {
    const sha256 = (text) => createHash("sha256").update(text).digest("hex");
    const persisted = () => build(new PersistedQueryLink({ sha256, useGETForHashedQueries: method === "GET" }), http);
    const query = gql(demo.unheard());
    asked.length = 0;
    assert.equal((await persisted().query({ query })).data.instance.name, "Tribune");
    // Somebody else asks the same.
    assert.equal((await persisted().query({ query })).data.instance.name, "Tribune");
    const hash = { method, isWhole: false };
    assert.deepEqual(asked, [hash, { method: "POST", isWhole: true }, hash]);
  });
}

await check("a refused token is told", async () => {
  token = "nonsense";
  assert.equal(await code(query("{ instance { version } }")), "UNAUTHENTICATED");
});

finish();
