// Servers of the npm world for graphql.py: node bench/graphql_peers.cjs yoga|yoga-cache|mercurius|mercurius-jit PORT DATA.json SDL.graphql
const { createRequire } = require('node:module');
const { readFileSync } = require('node:fs');
const need = createRequire(process.env.GRAPHQL_PEERS + '/');

const [name, port, data, sdl] = process.argv.slice(2);
const { feed } = JSON.parse(readFileSync(data, 'utf8'));
const typeDefs = readFileSync(sdl, 'utf8');
const resolvers = { Query: { feed: async () => feed } };

if (name.startsWith('yoga')) {
  const { createYoga, createSchema } = need('graphql-yoga');
  const plugins = [];
  if (name === 'yoga-cache') {
    const { useResponseCache } = need('@graphql-yoga/plugin-response-cache');
    plugins.push(useResponseCache({ session: () => null, ttl: 60_000 }));
  }
  const yoga = createYoga({ schema: createSchema({ typeDefs, resolvers }), plugins, logging: false, landingPage: false });
  require('node:http').createServer(yoga).listen(Number(port), '127.0.0.1');
} else {
  const app = need('fastify')();
  app.register(need('mercurius'), { schema: typeDefs, resolvers, jit: name === 'mercurius-jit' ? 1 : 0 });
  app.listen({ port: Number(port), host: '127.0.0.1' });
}
