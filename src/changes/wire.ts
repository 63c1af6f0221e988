import type { ChangeEvent } from './event.ts'

export type StreamFormat = 'sse' | 'ndjson'

/** How events and heartbeats look on an open connection. */
export interface Wire {
  /** The first bytes: they tell the reader that the connection stands. */
  hello: (position: number, tip: number) => string
  events: (events: ChangeEvent[]) => string
  beat: (position: number, tip: number) => string
}

const RECONNECT_MS = 3000
const line = (position: number, tip: number) => `${JSON.stringify({ type: 'heartbeat', position, tip })}\n`
// An id without data moves `Last-Event-ID` on and reaches no listener: past events that a filter left out.
const pulse = (position: number) => `id: ${position}\n: heartbeat\n\n`

export const WIRES: Record<StreamFormat, Wire> = {
  sse: {
    hello: (position) => `retry: ${RECONNECT_MS}\n${pulse(position)}`,
    events: (events) => events.map((event) => `id: ${event.position}\ndata: ${JSON.stringify(event)}\n\n`).join(''),
    beat: pulse,
  },
  ndjson: {
    hello: line,
    events: (events) => events.map((event) => `${JSON.stringify(event)}\n`).join(''),
    beat: line,
  },
}
