/* Questions to the server. What it refuses comes as a Refusal, with its words and its place. */

export class Refusal extends Error {
  constructor(said, status) {
    super(said.detail || "");
    this.said = said;
    this.status = status;
  }
}

const token = () => document.querySelector("#editor-form [name=csrfmiddlewaretoken]").value;

export const ask = async (url, { method = "GET", body, signal, keepalive = false } = {}) => {
  const answer = await fetch(url, {
    method,
    signal,
    keepalive,
    headers: { "X-CSRFToken": token(), ...(body ? { "Content-Type": "application/json" } : {}) },
    body: body ? JSON.stringify(body) : undefined,
  });
  const isJson = (answer.headers.get("Content-Type") || "").includes("json");
  const said = isJson ? await answer.json() : {};
  if (!answer.ok || !isJson) throw new Refusal(said, answer.status);
  return said;
};

export const copyOf = (value) => JSON.parse(JSON.stringify(value));

/* Equal whatever the order of the keys, as the database may change it. */
export const same = (one, other) => canonical(one) === canonical(other);

const canonical = (value) =>
  JSON.stringify(value, (_, inner) =>
    inner && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
