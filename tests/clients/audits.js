// The audits of the GraphQL-over-HTTP specification that its reference implementation comes with: what a server must,
// what it should and what it may do.

import assert from "node:assert/strict";

import { serverAudits } from "graphql-http";

import { address, check, finish } from "./check.js";

const audits = serverAudits({ url: address, fetchFn: fetch });

await check("there are 61 of them", async () => assert.equal(audits.length, 61));
for (const audit of audits) {
  await check(`${audit.id} ${audit.name}`, async () => {
    const { status, reason } = await audit.fn();
    // A warning is for what should be done and is not, a notice for what may be.
    assert.equal(status, "ok", reason);
  });
}
finish();
