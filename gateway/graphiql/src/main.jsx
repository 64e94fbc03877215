import 'graphiql/style.css';
import './page.css';
import './workers.js';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { VendorCalls } from './calls.jsx';

const NARROW = 600; // CSS pixels, the same as in page.css

/** What the headers editor begins with: the token goes behind Bearer. */
const HEADERS = JSON.stringify({ Authorization: 'Bearer ', 'Foyer-Explain': '1' }, null, 2);

const endpoint = new URL(location.pathname, location.origin);
const socket = new URL(endpoint);
socket.protocol = endpoint.protocol.replace('http', 'ws');

const ask = createGraphiQLFetcher({ url: endpoint.href, subscriptionUrl: socket.href });

/** Asks with the headers in the editor, but for a token that nobody has filled in: it would be refused as a wrong one. */
function fetcher(params, { headers, ...options } = {}) {
  const filled = Object.entries(headers ?? {}).filter(
    ([name, value]) => name.toLowerCase() !== 'authorization' || !/^\s*bearer\s*$/i.test(value),
  );
  return ask(params, { ...options, headers: Object.fromEntries(filled) });
}

/** The sample queries, one a tab. A page without them is still a page: GraphiQL then greets with its own text. */
async function samples() {
  const answer = await fetch(new URL('samples.json', import.meta.url));
  if (!answer.ok) throw new Error(`samples.json: HTTP ${answer.status}`);
  return answer.json();
}

const defaultTabs = await samples().catch((fault) => void console.warn('No sample queries.', fault));
const narrow = innerWidth < NARROW;

createRoot(document.getElementById('graphiql')).render(
  <GraphiQL
    fetcher={fetcher}
    defaultTabs={defaultTabs}
    defaultHeaders={HEADERS}
    defaultEditorToolsVisibility={narrow ? false : 'headers'}
    shouldPersistHeaders={false} // they carry credentials
    inputValueDeprecation
  >
    <GraphiQL.Footer>
      <VendorCalls open={!narrow} />
    </GraphiQL.Footer>
  </GraphiQL>,
);
