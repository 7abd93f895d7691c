// Check bodies of requests and metadata against the types that their makers publish.
//
// Reads [["<type>", <value>], …] from standard input, writes a list of the compiler's complaints for
// each: [] where the value has all that its type demands, nothing the type does not know, and each
// part is of its type. A list is a list of such values.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const TYPES = {
  PipelineInput: "@hubspot/api-client/lib/codegen/crm/pipelines/models/PipelineInput",
  PropertyUpdate: "@hubspot/api-client/lib/codegen/crm/properties/models/PropertyUpdate",
  AddPipelineRequest: "pipedrive/dist/versions/v2/models/add-pipeline-request",
  AddStageRequest: "pipedrive/dist/versions/v2/models/add-stage-request",
  StandardValueSet: "@salesforce/types/lib/metadata",
};

const file = join(dirname(fileURLToPath(import.meta.url)), "values.ts");
const values = JSON.parse(readFileSync(0, "utf8"));
// A line for each value, so that the line of a complaint says whose it is; then the imports.
const text = [
  ...values.map(([name, value], at) => {
    const type = Array.isArray(value) ? `${name}[]` : name;
    return `export const v${at}: ${type} = ${JSON.stringify(value)};`;
  }),
  ...Object.entries(TYPES).map(([name, path]) => `import type { ${name} } from "${path}";`),
].join("\n");

const options = {
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  types: [],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Node10,
};
const host = ts.createCompilerHost(options);
const { getSourceFile, fileExists } = host;
host.fileExists = (path) => path === file || fileExists(path);
host.getSourceFile = (path, ...more) =>
  path === file
    ? ts.createSourceFile(path, text, options.target)
    : getSourceFile(path, ...more);

const found = values.map(() => []);
for (const one of ts.getPreEmitDiagnostics(ts.createProgram([file], options, host))) {
  const said = ts.flattenDiagnosticMessageText(one.messageText, "\n");
  const line = one.file?.fileName === file ? one.file.getLineAndCharacterOfPosition(one.start).line : -1;
  if (!found[line]) throw new Error(said);
  found[line].push(said);
}
console.log(JSON.stringify(found));
