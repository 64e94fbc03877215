// Composes subgraphs and asks the supergraph, each with the tools of two houses: Apollo's and The Guild's.
//
// Reads {"subgraphs": [{"name", "url", "sdl"}], "questions": ["…"]} from stdin and prints
// {"apollo": {"faults": ["…"], "answers": [{…}], "traced": […]}, "guild": {"faults": ["…"], "answers": [{…}]}}.
import { text } from 'node:stream/consumers';
import { ApolloGateway } from '@apollo/gateway';
import { composeServices as composeByApollo } from '@apollo/composition';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { composeServices as composeByGuild, compositionHasErrors } from '@theguild/federation-composition';
import { parse } from 'graphql';

const { subgraphs, questions } = JSON.parse(await text(process.stdin));
const services = subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) }));

async function apollo() {
  const { errors, supergraphSdl } = composeByApollo(services);
  if (errors) return { faults: errors.map(String) };
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const gateway = new ApolloGateway({ supergraphSdl, logger: silent });
  const { schema, executor } = await gateway.load();
  const answers = [];
  const traced = [];
  for (const query of questions) {
    const metrics = { captureTraces: true }; // as with usage reporting: every subgraph is asked for its trace
    const request = { query, variables: {} };
    const operation = parse(query);
    answers.push(await executor({ schema, logger: silent, request, document: operation, queryHash: query, metrics, context: {} }));
    traced.push(fetches(metrics.queryPlanTrace).map(({ serviceName, trace, traceParsingFailed }) => {
      return { serviceName, failed: traceParsingFailed, fields: fieldsOf(trace?.root) };
    }));
  }
  await gateway.stop();
  return { faults: [], answers, traced };
}

/** Every call to a subgraph in the plan that was traced. */
function fetches(node) {
  if (!node) return [];
  const { fetch, flatten, sequence, parallel } = node;
  const inner = [flatten?.node, ...(sequence?.nodes ?? []), ...(parallel?.nodes ?? [])].filter(Boolean);
  return [...(fetch ? [fetch] : []), ...inner.flatMap(fetches)];
}

function fieldsOf(node) {
  if (!node) return [];
  const own = node.responseName && node.type ? [`${node.parentType}.${node.responseName}: ${node.type}`] : [];
  return [...own, ...node.child.flatMap(fieldsOf), ...node.error.map(({ message }) => `error: ${message}`)];
}

async function guild() {
  const composed = composeByGuild(services);
  if (compositionHasErrors(composed)) return { faults: composed.errors.map(String) };
  const gateway = createGatewayRuntime({ supergraph: composed.supergraphSdl, logging: false, maskedErrors: false });
  const answers = [];
  for (const query of questions) {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const asked = { method: 'POST', headers, body: JSON.stringify({ query }) };
    answers.push(await (await gateway.fetch('http://gateway/graphql', asked)).json());
  }
  await gateway[Symbol.asyncDispose]();
  return { faults: [], answers };
}

process.stdout.write(JSON.stringify({ apollo: await apollo(), guild: await guild() }), () => process.exit());
