// Runs each client's program against a server and counts their checks: main.js ADDRESS [PYTHON]
// Without a Python that has gql, its program is skipped.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const [address, python] = process.argv.slice(2);
const folder = import.meta.dirname;
// What none of them needs.
const PATIENCE = 90_000;
const counts = { ok: 0, FAILED: 0, skipped: 0 };

function say(outcome, text) {
  counts[outcome] += 1;
  console.log(`${outcome.padEnd(7)} ${text}`);
}

async function run(program, name) {
  const options = { stdio: ["ignore", "pipe", "inherit"], timeout: PATIENCE };
  const child = spawn(program, [`${folder}/${name}`, address], options);
  const before = { ...counts };
  const ended = new Promise((resolve) => {
    child.on("error", resolve);
    child.on("close", (code, signal) => resolve(code ?? signal));
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const [, outcome] = line.match(/^(ok|FAILED) {2,}/) ?? [];
    if (outcome) counts[outcome] += 1;
    console.log(line);
  }
  const status = await ended;
  // One that dies has not proved what it was going to, nor has one that says nothing.
  if (status !== 0 && counts.FAILED === before.FAILED) say("FAILED", `${name}: ended with ${status}`);
  if (status === 0 && counts.ok === before.ok) say("FAILED", `${name}: checked nothing`);
}

for (const name of ["audits.js", "apollo.js", "urql.js", "graphql-ws.js", "graphql-sse.js"]) {
  await run(process.execPath, name);
}
if (python) await run(python, "gql_client.py");
else say("skipped", "gql_client.py: there is no Python for it");

const skipped = counts.skipped ? `, ${counts.skipped} skipped` : "";
console.log(`clients: ${counts.ok} passed, ${counts.FAILED} failed${skipped}`);
process.exit(counts.FAILED === 0 ? 0 : 1);
