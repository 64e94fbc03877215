import 'graphiql/style.css';
import './page.css';
import './workers.js';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';

const NARROW = 600; // CSS pixels, the same as in page.css

const endpoint = new URL(location.pathname, location.origin);
const socket = new URL(endpoint);
socket.protocol = endpoint.protocol.replace('http', 'ws');

const fetcher = createGraphiQLFetcher({ url: endpoint.href, subscriptionUrl: socket.href });

/** The sample queries, one a tab. A page without them is still a page: GraphiQL then greets with its own text. */
async function samples() {
  const answer = await fetch(new URL('samples.json', import.meta.url));
  if (!answer.ok) throw new Error(`samples.json: HTTP ${answer.status}`);
  return answer.json();
}

const defaultTabs = await samples().catch((fault) => void console.warn('No sample queries.', fault));

createRoot(document.getElementById('graphiql')).render(
  <GraphiQL
    fetcher={fetcher}
    defaultTabs={defaultTabs}
    defaultEditorToolsVisibility={innerWidth < NARROW ? false : 'headers'}
    shouldPersistHeaders={false} // they carry credentials
    inputValueDeprecation
  />,
);
