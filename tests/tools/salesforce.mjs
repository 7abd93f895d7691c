// Read a Salesforce project as its own tools do: node salesforce.mjs PROJECT OUT
//
// Writes to standard output which components the folder holds and which the manifest names, as
// {"source": ["Type: name", …], "manifest": […]}; converts the project into OUT as it is deployed.
import { join } from "node:path";
import { ComponentSet, MetadataConverter } from "@salesforce/source-deploy-retrieve";

const [, , project, out] = process.argv;
const named = (set) =>
  [...set].map((one) => `${one.type.name ?? one.type}: ${one.fullName}`).sort();
const source = ComponentSet.fromSource(join(project, "force-app"));
const manifest = await ComponentSet.fromManifest({
  manifestPath: join(project, "manifest", "package.xml"),
  resolveSourcePaths: [join(project, "force-app")],
});
const components = manifest.getSourceComponents();
await new MetadataConverter().convert(manifest, "metadata", {
  type: "directory",
  outputDirectory: out,
  genUniqueDir: false,
});
console.log(
  JSON.stringify({
    source: named(source.getSourceComponents()),
    manifest: named(components),
    version: manifest.sourceApiVersion,
  }),
);
