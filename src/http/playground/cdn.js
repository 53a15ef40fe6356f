// Starts GraphiQL from the CDN, if it has come.

import { storage } from "./storage.js";
import { tabs } from "./tabs.js";

const { GraphiQL, React, ReactDOM } = globalThis;

if (GraphiQL && React && ReactDOM) {
  // Beside the page, wherever a reverse proxy has put that.
  const api = new URL("graphql", document.baseURI);
  const socket = api.href.replace(/^http/, "ws");
  const fetcher = GraphiQL.createFetcher({ url: api.href, subscriptionUrl: socket });
  ReactDOM.createRoot(document.getElementById("graphiql")).render(
    React.createElement(GraphiQL, {
      fetcher,
      defaultTabs: tabs,
      defaultEditorToolsVisibility: "headers",
      shouldPersistHeaders: false,
      storage,
    }),
  );
} else {
  document.getElementById("state").textContent = "GraphiQL could not be loaded from unpkg.com.";
  document.getElementById("late").style.visibility = "visible";
}
