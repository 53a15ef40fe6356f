// A headless Chromium that reaches nothing but this machine, and whose every attempt is counted.

import { createServer } from "node:http";

import { chromium } from "playwright-core";

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Starts it with a new profile. `attempts` fills with what its pages ask of other machines, `trouble` with whatever else
 * a page should not do. Nothing leaves this machine, whoever asks: Chromium has wishes of its own, which are not counted.
 */
export async function launch(executablePath, profile) {
  const attempts = [];
  const trouble = [];
  const nowhere = await listening(refusing());
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    chromiumSandbox: false,
    args: FLAGS,
    // Whatever is not here is asked of a proxy that leads nowhere, by names that nobody has looked up.
    proxy: { server: `http://127.0.0.1:${nowhere.address().port}`, bypass: "127.0.0.1" },
    viewport: { width: 1400, height: 900 },
  });
  const count = (url) => {
    if (new URL(url).hostname !== "127.0.0.1") attempts.push(url);
  };
  context.on("request", (request) => request.url().startsWith("data:") || count(request.url()));
  context.on("page", (page) => page.on("websocket", (socket) => count(socket.url())));
  // From the page's first moment on, so that nothing is missed before its own scripts run.
  await context.exposeFunction("reportViolation", (text) => trouble.push(text));
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      window.reportViolation(`violates the policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  context.on("weberror", (event) => trouble.push(`uncaught: ${event.error()}`));
  context.on("console", (message) => {
    if (message.type() === "error") trouble.push(`error: ${message.text()}`);
  });
  context.on("requestfailed", (request) => trouble.push(`failed: ${request.url()}`));
  context.on("response", (response) => {
    if (response.status() >= 400) trouble.push(`${response.status()}: ${response.url()}`);
  });
  return { context, attempts, trouble };
}

/** A proxy that leads nowhere. */
function refusing() {
  const proxy = createServer((_, response) => response.writeHead(502).end());
  proxy.on("connect", (_, socket) => {
    socket.on("error", () => {});
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  return proxy;
}

/** A server on a free port. */
export function listening(server) {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}
