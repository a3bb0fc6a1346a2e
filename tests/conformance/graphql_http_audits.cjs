// Runs graphql-http's audits against the URL given, prints one JSON line: [[id, name, "ok" | "notice" | "warn" | "error", reason], ...]
const { createRequire } = require('node:module');
const { auditServer } = createRequire(process.env.GRAPHQL_HTTP_AUDITS + '/')('graphql-http');

auditServer({ url: process.argv[2] }).then((results) => {
  console.log(JSON.stringify(results.map((result) => [result.id, result.name, result.status, result.reason ?? null])));
});
