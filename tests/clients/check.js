// Checks of one program, a line each; main.js counts them. A program is given the API's address.

import { basename } from "node:path";

export const address = process.argv[2];
export const socketAddress = address.replace("http", "ws");

const PROGRAM = basename(process.argv[1], ".js");
const PATIENCE = 20_000;
let failed = 0;

export async function check(name, body) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("this takes too long")), PATIENCE);
  });
  try {
    await Promise.race([body(), late]);
    console.log(`ok      ${PROGRAM}: ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${PROGRAM}: ${name}`);
    // Some clients throw lists of errors, some errors that tell little by themselves.
    console.log(error?.stack ?? error, error?.errors ?? "");
  }
  clearTimeout(timer);
}

/** Ends the program, whatever the client still holds open. */
export const finish = () => process.exit(failed === 0 ? 0 : 1);
