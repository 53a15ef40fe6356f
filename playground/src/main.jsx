// The playground's page: GraphiQL on this server's schema.

import "graphiql/setup-workers/vite";

import { GraphiQL } from "graphiql";
import { createRoot } from "react-dom/client";

import { fetcher } from "./fetcher.js";
import { storage } from "./storage.js";
import { tabs } from "./tabs.js";

// Style sheet by style sheet, because `graphiql/style.css` brings Monaco's a second time and fonts as data: URLs.
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "./main.css";

createRoot(document.getElementById("playground")).render(
  // Headers hold tokens: they are forgotten with the page. The editor of headers is open from the start, because the
  // tab that signs in speaks of it.
  <GraphiQL
    fetcher={fetcher}
    defaultTabs={tabs}
    defaultEditorToolsVisibility="headers"
    shouldPersistHeaders={false}
    storage={storage}
  />,
);
