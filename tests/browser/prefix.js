// A reverse proxy that shows the server under /blog/, as many people's do.

import { createServer, request as ask } from "node:http";
import { connect } from "node:net";

import { listening } from "./browser.js";

const PREFIX = "/blog";

/** Its address; `strays` fills with the paths that were asked for beside the prefix. */
export async function behindPrefix(address) {
  const { hostname, port } = new URL(address);
  const strays = [];
  const server = createServer((request, response) => {
    if (!request.url.startsWith(`${PREFIX}/`)) {
      strays.push(request.url);
      response.writeHead(404).end();
      return;
    }
    const { method, headers } = request;
    const path = request.url.slice(PREFIX.length);
    const upstream = ask({ hostname, port, method, headers, path }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    upstream.on("error", () => response.destroy());
    request.pipe(upstream);
  });
  server.on("upgrade", (request, socket, head) => {
    const upstream = connect(Number(port), hostname, () => {
      const lines = [`GET ${request.url.slice(PREFIX.length)} HTTP/1.1`];
      for (let at = 0; at < request.rawHeaders.length; at += 2) {
        lines.push(`${request.rawHeaders[at]}: ${request.rawHeaders[at + 1]}`);
      }
      upstream.write(`${lines.join("\r\n")}\r\n\r\n`);
      upstream.write(head);
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
  });
  await listening(server);
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://127.0.0.1:${server.address().port}${PREFIX}/`, strays, close };
}
