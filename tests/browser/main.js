// Drives the playground as a person would: main.js ADDRESS CHROMIUM PROFILE [SCREENSHOTS]

import assert from "node:assert/strict";
import { join } from "node:path";

import { launch } from "./browser.js";
import { answer, content, eventually, newTab, open, press, seen, tab } from "./graphiql.js";
import { behindPrefix } from "./prefix.js";

const [address, chromium, profile, screenshots] = process.argv.slice(2);
const PASSWORD = "tribune-demo-password";
const { context, attempts, trouble } = await launch(chromium, profile);
const counts = { passed: 0, failed: 0 };
let page = context.pages()[0];

async function check(name, body) {
  trouble.length = 0;
  try {
    await body();
    // A moment for what comes late.
    await page.waitForTimeout(200);
    assert.deepEqual(trouble, [], "nothing goes wrong meanwhile");
    counts.passed += 1;
    console.log(`ok      ${name}`);
  } catch (error) {
    counts.failed += 1;
    console.log(`FAILED  ${name}\n${error.stack ?? error}\n${trouble.join("\n")}`);
  }
  if (screenshots) await page.screenshot({ path: join(screenshots, `${counts.passed + counts.failed}.png`) });
}

/** Asks the API beside the browser. */
async function api(query, token) {
  const response = await fetch(new URL("graphql", address), {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined);
  return data;
}

const addComment = (post, text) =>
  `mutation { addComment(input: { postId: "${post}", bodyMarkdown: "${text}" }) {
    comment { bodyHtml } userErrors { message } } }`;

const post = (await api("{ posts(first: 1) { nodes { id title } } }")).posts.nodes[0];
const login = `mutation { login(input: { login: "mona", password: "${PASSWORD}" }) { accessToken } }`;
const mona = (await api(login)).login.accessToken;
let alice;

await check("the page comes up", async () => {
  page = await open(context, address);
  assert.equal(await page.title(), "Tribune · GraphiQL");
  assert.equal(await page.getByRole("tab").count(), 3);
});

await check("what it loads is typed, cached for ever, and under the policy", async () => {
  const html = await page.request.get(address);
  const policy = html.headers()["content-security-policy"];
  assert.match(policy, /default-src 'none'; script-src 'self';/);
  assert.equal(html.headers()["cache-control"], "no-cache");
  const again = await fetch(address, { headers: { "if-none-match": html.headers().etag } });
  assert.equal(again.status, 304);
  const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name));
  const assets = loaded.filter((name) => name.includes("/playground/"));
  assert(assets.length > 8, `${assets}`);
  const types = { js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8", svg: "image/svg+xml", ttf: "font/ttf" };
  for (const asset of assets) {
    const { headers } = await fetch(asset);
    assert.equal(headers.get("content-type"), types[asset.split(".").pop()], asset);
    assert.equal(headers.get("cache-control"), "public, max-age=31536000, immutable");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("content-security-policy"), policy);
    assert.equal(headers.get("content-encoding"), "gzip");
  }
});

await check("the first tab's query runs on the demo", async () => {
  await press(page);
  const { data } = await answer(page);
  assert.equal(data.posts.nodes.length, 5);
  assert.equal(data.posts.nodes[0].title, post.title);
  // The editor shows it a moment after it has it.
  await eventually("the title", async () => (await seen(page)).includes(`"title": "${post.title}"`));
});

await check("the editor's work is done by workers of the same origin", async () => {
  const workers = await eventually("the workers", async () => {
    const names = page.workers().map((worker) => worker.url());
    return ["json", "graphql", "editor"].every((kind) => names.some((name) => name.includes(`/${kind}.worker-`))) && names;
  });
  for (const worker of workers) assert(worker.startsWith(`${address}playground/`), worker);
});

await check("the name of a field is completed", async () => {
  await newTab(page, "");
  await page.keyboard.type("{ post", { delay: 30 });
  await page.keyboard.press("Control+Space");
  const row = page.locator(".suggest-widget.visible .monaco-list-row").filter({ hasText: /^posts/ });
  await row.first().waitFor();
  await row.first().click();
  await eventually("the name", async () => (await content(page, "operation.graphql")).includes("posts"));
});

await check("a mistake is underlined, a query is put in order", async () => {
  await newTab(page, "{ posts(first: 1) { nodes { tittle } } }");
  await page.locator(".graphiql-query-editor .squiggly-error").first().waitFor();
  await newTab(page, "{ posts(first: 1) { nodes { title } } }");
  await page.getByRole("button", { name: /Prettify/ }).click();
  await eventually("the order", async () => (await content(page, "operation.graphql")).includes("\n    nodes {\n"));
});

await check("alice signs in by the second tab", async () => {
  await tab(page, "SignIn");
  await press(page);
  const { data } = await answer(page);
  assert.equal(data.login.viewer.user.displayName, "Alice Moreau");
  alice = data.login.accessToken;
});

await check("a mutation takes the token from the headers", async () => {
  await newTab(page, addComment(post.id, "From the *playground*."), { Authorization: `Bearer ${alice}` });
  await press(page);
  const { data } = await answer(page);
  assert.deepEqual(data.addComment.userErrors, []);
  assert.equal(data.addComment.comment.bodyHtml.trim(), "<p>From the <em>playground</em>.</p>");
});

const subscription = `subscription { commentAdded(postId: "${post.id}") { comment { bodyHtml author { username } } } }`;

/** Starts a subscription in a new tab and lets mona comment; the event and what the socket was told. */
async function watch(headers) {
  await newTab(page, subscription, headers);
  const sent = [];
  let socket;
  page.once("websocket", (opened) => {
    socket = opened;
    opened.on("framesent", (frame) => sent.push(JSON.parse(frame.payload)));
  });
  await press(page);
  await eventually("the subscription", () => sent.some((message) => message.type === "subscribe"));
  for (const text of ["One", "Two"]) {
    // Nothing tells when the server listens, so it is told again until it is heard.
    await eventually(text, async () => {
      await api(addComment(post.id, text), mona);
      await page.waitForTimeout(300);
      return (await content(page, "response.json")).includes(`<p>${text}</p>`);
    });
  }
  const event = (await answer(page)).data.commentAdded.comment;
  assert.equal(event.author.username, "mona");
  await eventually("the text", async () => (await seen(page)).includes("<p>Two</p>"));
  await press(page);
  await eventually("the end", () => socket.isClosed());
  return { sent, url: socket.url() };
}

await check("a subscription shows what happens elsewhere, signed in by the same headers", async () => {
  const { sent } = await watch({ Authorization: `Bearer ${alice}` });
  assert.deepEqual(sent[0], { type: "connection_init", payload: { Authorization: `Bearer ${alice}` } });
});

await check("a refused token is told at once", async () => {
  await newTab(page, subscription, { Authorization: "Bearer nonsense" });
  await press(page);
  const { errors } = await answer(page);
  assert.match(errors[0].message, /^The socket was closed: 440\d/);
});

await check("a token is not kept in the browser", async () => {
  const kept = await page.evaluate(() => JSON.stringify(localStorage));
  assert(kept.includes("addComment"), "the tabs are");
  assert(!kept.includes(alice), kept);
});

await check("it works behind a path prefix", async () => {
  const prefix = await behindPrefix(address);
  page = await open(context, prefix.address);
  await press(page);
  assert.equal((await answer(page)).data.posts.nodes[0].title, post.title);
  const { url } = await watch();
  assert.equal(url, `${prefix.address.replace("http", "ws")}graphql`);
  assert.deepEqual(prefix.strays, []);
  prefix.close();
});

await check("nothing off the machine was asked for", () => assert.deepEqual(attempts, []));

// The same watchers on what does go wrong, without which the silence above would prove nothing.
await check("an inline script and a request elsewhere are refused, and seen to be", async () => {
  page = await open(context, address);
  await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement("script"), { textContent: "window.ran = true" }));
    return fetch("https://example.org/").catch(() => {});
  });
  assert.equal(await page.evaluate(() => window.ran), undefined);
  await eventually("both violations", () => ["script-src", "connect-src"].every((name) => trouble.some((text) => text.startsWith(`violates the policy: ${name}`))));
  assert.deepEqual(attempts, []);
  await page.goto("about:blank");
  await page.evaluate(() => fetch("https://example.org/", { mode: "no-cors" }).catch(() => {}));
  assert.deepEqual(attempts, ["https://example.org/"]);
  assert(trouble.some((text) => text === "failed: https://example.org/"));
  trouble.length = 0;
});

await context.close();
console.log(`browser: ${counts.passed} passed, ${counts.failed} failed`);
// Servers still listen and sockets may be open.
process.exit(counts.failed === 0 ? 0 : 1);
