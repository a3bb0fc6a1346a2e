// Copies the released builds, byte for byte, into server/static/vendor and writes the manifest that a test verifies.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

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

function copied(name, from, to) {
  const { version, license } = JSON.parse(readFileSync(join(MODULES, name, "package.json")));
  const target = join(TARGET, to);
  mkdirSync(dirname(target), { recursive: true });
  cpSync(join(MODULES, name, from), target);
  if (statSync(target).size > LARGEST) throw new Error(`${to} is larger than ${LARGEST} bytes`);
  const sha256 = createHash("sha256").update(readFileSync(target)).digest("hex");
  return { path: to, sha256, package: name, version, licence: license };
}

rmSync(TARGET, { recursive: true, force: true });
const manifest = Object.entries(FILES).flatMap(([name, files]) =>
  Object.entries(files).map(([from, to]) => copied(name, from, to)),
);
writeFileSync(join(TARGET, "MANIFEST.json"), JSON.stringify(manifest, null, 2) + "\n");
