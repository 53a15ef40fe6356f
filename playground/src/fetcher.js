// How GraphiQL reaches the API: queries and mutations by POST, subscriptions over the WebSocket.

import { getOperationAST } from "graphql";
import { createClient } from "graphql-ws";

// Beside the page, wherever a reverse proxy has put that.
const api = new URL("graphql", document.baseURI);
const socket = new URL(api);
socket.protocol = api.protocol === "https:" ? "wss:" : "ws:";

/** GraphiQL's fetcher; `headers` is what its tab "Headers" holds. */
export function fetcher(request, { headers, documentAST } = {}) {
  const operation = documentAST && getOperationAST(documentAST, request.operationName);
  return operation?.operation === "subscription" ? listen(request, headers) : ask(request, headers);
}

async function ask(request, headers) {
  try {
    const response = await fetch(api, {
      method: "POST",
      headers: {
        accept: "application/graphql-response+json, application/json;q=0.9",
        "content-type": "application/json",
        ...headers,
      },
      body: JSON.stringify(request),
    });
    return await response.json();
  } catch (error) {
    return { errors: [{ message: `No answer from ${api}: ${error.message}` }] };
  }
}

/** A socket a subscription, so that each signs in by the headers of its own tab. */
function listen(request, headers) {
  // No second attempt: a refused token stays refused, and whoever watches should see that a stream broke off.
  const client = createClient({ url: socket.href, connectionParams: headers, retryAttempts: 0 });
  return {
    subscribe(sink) {
      const unsubscribe = client.subscribe(request, { ...sink, error: (error) => sink.error(worded(error)) });
      return { unsubscribe };
    },
  };
}

/** A closed socket in words; errors of GraphQL come as a list and stay as they are. */
function worded(error) {
  if (Array.isArray(error)) return error;
  if (error instanceof CloseEvent) return [{ message: `The socket was closed: ${error.code} ${error.reason}` }];
  return [{ message: `No connection to ${socket}` }];
}
