// Builds static/ (or the folder named on the command line): the same sources give the same bytes.
import { build } from "esbuild";
import { copyFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const to = process.argv[2] ?? join(here, "static");

await build({
  absWorkingDir: here,
  entryPoints: ["src/chat.ts", "src/embed.ts", "src/chat.css"],
  outdir: to,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2019",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
});
await copyFile(join(here, "src", "icon.svg"), join(to, "icon.svg"));
