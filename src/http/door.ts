import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Rendered } from './answer-cache.ts'
import { matchesTag } from './entity-tag.ts'

export interface Doorkeeper {
  /** The kept answer to what was asked in these words, as it stands now. */
  find: (words: string) => Rendered | undefined
  /** What the caller is told of himself, as headers; undefined where that is more than a header. */
  greet: (request: IncomingMessage) => readonly string[] | undefined
}

/** All of a plain request that its answer depends on; undefined where it is not plain: it shows a key, or lacks something. */
export function wordsOf ({ method, url, headers }: IncomingMessage): string | undefined {
  if ((method !== 'GET' && method !== 'HEAD') || headers.authorization !== undefined || headers.host === undefined) return undefined
  return `${url}\n${headers.accept}\n${headers['accept-language']}\n${headers['accept-encoding']}`
}

/**
 * Hands out kept answers before the framework has looked at the request, which costs as much again as the answer. Whoever
 * asks in words that are not known yet goes the long way.
 */
export function openDoor (server: Server, { find, greet }: Doorkeeper): void {
  const inside = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[]
  server.removeAllListeners('request')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const words = wordsOf(request)
    const kept = words === undefined ? undefined : find(words)
    const told = kept && greet(request)
    if (told) sendKept(request, response, kept, told)
    else for (const listener of inside) listener.call(server, request, response)
  })
}

/** Bytes and headers that are finished, and what the caller is told of himself. */
export function sendKept ({ method, headers: asked }: IncomingMessage, response: ServerResponse, { tag, headers, headersUnchanged, body }: Rendered, told: readonly string[]): void {
  if (matchesTag(asked['if-none-match'], tag)) response.writeHead(304, headersUnchanged.concat(told)).end()
  else response.writeHead(200, headers.concat(told)).end(method === 'HEAD' ? undefined : body)
}
