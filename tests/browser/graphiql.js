// GraphiQL by its buttons and keys.

/** Opens it and waits until it can be used. */
export async function open(context, address) {
  const page = await context.newPage();
  await page.goto(address);
  await page.locator(".graphiql-query-editor .view-line").first().waitFor();
  return page;
}

export const tab = (page, title) => page.getByRole("tab", { name: title }).click();

/** A new tab with this operation and these headers. */
export async function newTab(page, operation, headers) {
  await page.getByRole("button", { name: "New tab" }).click();
  await write(page, ".graphiql-query-editor", operation);
  if (headers) {
    await page.getByRole("button", { name: "Headers" }).click();
    await write(page, ".graphiql-editor-tool .graphiql-editor:not(.hidden)", JSON.stringify(headers));
  }
}

async function write(page, editor, text) {
  await page.locator(`${editor} .monaco-editor`).click();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  // All at once and in one line, into which the editor puts no brackets and no indentation of its own.
  await page.keyboard.insertText(text.replaceAll(/\s+/g, " "));
  // GraphiQL parses when the typing has stopped for a moment.
  await page.waitForTimeout(1000);
}

/** Presses the play button, which is a stop button while a subscription runs. */
export const press = (page) => page.locator(".graphiql-execute-button").click();

/** What stands in the editor of operations, variables, headers, or the answer. */
export const content = (page, name) =>
  page.evaluate(
    (name) => {
      const models = window.__MONACO.editor.getModels();
      return models.find((model) => model.uri.path.endsWith(name)).getValue();
    },
    name,
  );

/** The answer, once there is one that passes. */
export const answer = (page, passes = () => true) =>
  eventually("the answer", async () => {
    const text = await content(page, "response.json");
    if (text === "") return undefined;
    const answer = JSON.parse(text);
    return passes(answer) ? answer : undefined;
  });

/** What of the answer a person sees. */
export const seen = async (page) =>
  (await page.locator(".graphiql-response .view-lines").innerText()).replaceAll("\u00a0", " ");

/** Tries until there is a value, for 15 seconds. */
export async function eventually(what, attempt) {
  for (let tries = 0; tries < 150; tries += 1) {
    const value = await attempt();
    if (value !== undefined && value !== false) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} did not come`);
}
