import './calls.css';
import { useGraphiQL } from '@graphiql/react';
import { useMemo } from 'react';
import { explained, milliseconds } from './explained.js';

const CACHE = {
  MISS: 'the vendor was asked',
  JOINED: 'an equal call was under way already, its answer served this one too',
  HIT: 'answered from the cache',
  STALE: 'answered from the cache, older than the source wants it',
};

/** The vendor calls of the answer in the active tab: one table, whose last column is the waterfall. */
export function VendorCalls({ open }) {
  const response = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.response);
  const told = useMemo(() => explained(response), [response]);
  return (
    <details className="vendor-calls" open={open}>
      <summary>
        Vendor calls: <span role="status">{told ? told.words : response ? 'not told' : 'none yet'}</span>
      </summary>
      {told ? told.rows.length > 0 && <Calls {...told} /> : <Hint asked={Boolean(response)} />}
    </details>
  );
}

function Hint({ asked }) {
  return (
    <p>
      {asked ? 'This answer does not tell them: send' : 'Run a query with'} the header <code>Foyer-Explain: 1</code>
      {asked && ', with a token that may explain'}.
    </p>
  );
}

// The roles say again what the elements are: on a phone they are laid out in another way, and would lose their meaning.
function Calls({ rows, total }) {
  return (
    <table role="table">
      <thead role="rowgroup">
        <tr role="row">
          {['Source', 'Call', 'Serves', 'Cache'].map((title) => (
            <th key={title} role="columnheader" scope="col">
              {title}
            </th>
          ))}
          <th role="columnheader" scope="col">
            Time, of {milliseconds(total)}
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row, number) => (
          <Row key={number} {...row} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ source, cache, colour, method, path, query, status, failed, asks, reason, ...time }) {
  const { startMs, durationMs, left, width } = time;
  const address = query ? `${path}?${query}` : path;
  return (
    <tr role="row" data-colour={colour} data-cache={cache}>
      <th role="rowheader" scope="row">
        <i aria-hidden="true" /> {source}
      </th>
      <td role="cell" title={`${method} ${address}`}>
        <b className={failed ? 'failed' : ''}>{status ?? 'no answer'}</b> {method} {address}
      </td>
      <td role="cell">
        {asks} <small>{reason}</small>
      </td>
      <td role="cell" title={CACHE[cache]}>
        {cache}
      </td>
      <td role="cell" title={`from ${milliseconds(startMs)} on`}>
        <span className="vendor-calls-line" aria-hidden="true">
          <i style={{ marginLeft: `${left}%`, width: `${width}%` }} />
        </span>
        {milliseconds(durationMs)} <span className="vendor-calls-unseen">from {milliseconds(startMs)} on</span>
      </td>
    </tr>
  );
}
