// Copies the released builds, byte for byte, into server/static/vendor, bundles Tiptap (which is released as 60 modules)
// and writes the manifest that a test verifies.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { build } from "esbuild";

const TARGET = join(import.meta.dirname, "../server/static/vendor");
const MODULES = join(import.meta.dirname, "node_modules");
const LARGEST = 4_000_000; // bytes; a bigger file does not belong in the repository

// package -> { file in the package: where it is served under vendor/ }
const FILES = {
  "htmx.org": {
    "dist/htmx.min.js": "htmx/htmx.min.js",
    LICENSE: "htmx/LICENSE",
  },
  graphiql: {
    "graphiql.min.js": "graphiql/graphiql.min.js",
    "graphiql.min.css": "graphiql/graphiql.min.css",
    LICENSE: "graphiql/LICENSE",
  },
  react: {
    "umd/react.production.min.js": "graphiql/react.production.min.js",
    LICENSE: "graphiql/LICENSE.react",
  },
  "react-dom": {
    "umd/react-dom.production.min.js": "graphiql/react-dom.production.min.js",
    LICENSE: "graphiql/LICENSE.react-dom",
  },
};

const packageOf = (name) => JSON.parse(readFileSync(join(MODULES, name, "package.json")));

function copied(name, from, to) {
  const target = join(TARGET, to);
  mkdirSync(dirname(target), { recursive: true });
  cpSync(join(MODULES, name, from), target);
  return listed(name, to);
}

function listed(name, to) {
  const { version, license } = packageOf(name);
  const target = join(TARGET, to);
  if (statSync(target).size > LARGEST) throw new Error(`${to} is larger than ${LARGEST} bytes`);
  const sha256 = createHash("sha256").update(readFileSync(target)).digest("hex");
  return { path: to, sha256, package: name, version, licence: license };
}

// One file from all that tiptap.mjs names, and one with the licence of every package that went into it.
async function bundled() {
  const options = { bundle: true, format: "esm", minify: true, target: "es2022", metafile: true, legalComments: "none" };
  const outfile = join(TARGET, "tiptap/tiptap.min.js");
  const { metafile } = await build({ ...options, entryPoints: [join(import.meta.dirname, "tiptap.mjs")], outfile });
  const names = Object.keys(metafile.inputs).map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]);
  const texts = [...new Set(names.filter(Boolean))].sort().map(licenceText);
  writeFileSync(join(TARGET, "tiptap/LICENSE"), texts.join("\n"));
  return ["tiptap/tiptap.min.js", "tiptap/LICENSE"].map((path) => listed("@tiptap/core", path));
}

function licenceText(name) {
  const { version, license } = packageOf(name);
  const own = readdirSync(join(MODULES, name)).find((file) => /^licen[cs]e/i.test(file));
  const text = own ? join(MODULES, name, own) : name.startsWith("@tiptap/") && join(MODULES, "@tiptap/core/LICENSE.md");
  if (!text) throw new Error(`${name} brings no licence`);
  return `${name} ${version} (${license})\n\n${readFileSync(text, "utf-8").trim()}\n\n${"-".repeat(80)}\n`;
}

rmSync(TARGET, { recursive: true, force: true });
const manifest = Object.entries(FILES).flatMap(([name, files]) =>
  Object.entries(files).map(([from, to]) => copied(name, from, to)),
);
manifest.push(...(await bundled()));
writeFileSync(join(TARGET, "MANIFEST.json"), JSON.stringify(manifest, null, 2) + "\n");
