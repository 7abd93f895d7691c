// Parse the Mermaid flowchart on standard input, and write what the parser found as JSON.
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!DOCTYPE html><body></body>");
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false });

let text = "";
for await (const piece of process.stdin.setEncoding("utf8")) text += piece;
try {
  const found = await mermaid.mermaidAPI.getDiagramFromText(text);
  // Codes such as #34; are kept by the parser in a form of its own until they are drawn.
  const said = (one) => (one ?? "").replace(/ﬂ°°(\d+)¶ß/g, (_all, code) => String.fromCharCode(code));
  console.log(
    JSON.stringify({
      nodes: [...found.db.getVertices().values()].map((one) => [one.id, said(one.text), one.type]),
      links: found.db.getEdges().map((one) => [one.start, one.end, said(one.text)]),
      groups: found.db.getSubGraphs().map((one) => said(one.title)),
    }),
  );
} catch (error) {
  console.log(JSON.stringify({ error: String(error.message) }));
}
