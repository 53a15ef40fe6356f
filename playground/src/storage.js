// What GraphiQL keeps in the browser, less what headers hold: its history would keep the tokens in them, whatever is
// said of headers elsewhere. The page of a binary without the built playground uses this too.

export const storage = {
  getItem: (key) => localStorage.getItem(key),
  setItem: (key, value) => localStorage.setItem(key, withoutHeaders(value)),
  removeItem: (key) => localStorage.removeItem(key),
  clear: () => localStorage.clear(),
  get length() {
    return localStorage.length;
  },
};

function withoutHeaders(value) {
  try {
    return JSON.stringify(JSON.parse(value, (key, inner) => (key === "headers" ? null : inner)));
  } catch {
    return value; // no JSON, as an operation
  }
}
