// What an answer tells of the vendor calls it took (`extensions.explain`), made ready to be drawn. Knows nothing of React.

const COLOURS = 5; // as many as calls.css has; a source beyond them begins again, and is told by its name

/**
 * The calls of the answer that stands in the response editor, each with its place on one line of time from 0 to `total`.
 * Gives null where the answer tells nothing of them: it is no JSON (yet), or nobody asked for it.
 */
export function explained(response) {
  const calls = callsOf(response);
  if (!calls) return null;
  const total = Math.max(1, ...calls.map(({ startMs, durationMs }) => startMs + durationMs));
  const sources = [...new Set(calls.map(({ source }) => source))];
  const rows = calls.map((call) => ({
    ...call,
    colour: (sources.indexOf(call.source) % COLOURS) + 1,
    left: (100 * call.startMs) / total,
    width: (100 * call.durationMs) / total,
    failed: call.status === null || call.status >= 400,
  }));
  return { rows, total, words: inWords(calls, sources, total) };
}

function callsOf(response) {
  try {
    const calls = JSON.parse(response)?.extensions?.explain?.calls;
    return Array.isArray(calls) ? calls : null;
  } catch {
    return null;
  }
}

function inWords(calls, sources, total) {
  if (!calls.length) return 'none: no vendor had to be asked';
  const made = calls.filter(({ cache }) => cache === 'MISS').length;
  const spared = calls.length - made;
  const without = spared ? `, ${spared} answered without a call` : '';
  return `${counted(made, 'call')}${without}, ${counted(sources.length, 'source')}, ${milliseconds(total)}`;
}

const counted = (number, word) => `${number} ${word}${number === 1 ? '' : 's'}`;

export const milliseconds = (number) => `${number < 10 ? number.toFixed(1) : Math.round(number)} ms`;
