import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { constants, gzipSync } from "node:zlib";

import { defineConfig } from "vite";

const folder = join(import.meta.dirname, "dist");
const assets = join(folder, "playground");

/** Leaves only the compressed form of the assets: it is what the server holds and sends. */
const compressed = {
  name: "compressed",
  apply: "build",
  buildStart() {
    // Not the whole folder: cargo watches it, so it has to stay, and git keeps it by a file.
    rmSync(assets, { recursive: true, force: true });
  },
  closeBundle() {
    for (const name of readdirSync(assets)) {
      const path = join(assets, name);
      writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: constants.Z_BEST_COMPRESSION }));
      rmSync(path);
    }
  },
};

export default defineConfig({
  // Every address is relative to the page, so that it works behind a path prefix.
  base: "./",
  build: {
    outDir: folder,
    emptyOutDir: false,
    assetsDir: "playground",
    // The policy of the page takes no data: fonts, and one file more costs nothing.
    assetsInlineLimit: 0,
    // Monaco is one large piece; in kilobytes.
    chunkSizeWarningLimit: 4096,
    // "use client" in hundreds of files of others.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
  plugins: [compressed],
});
