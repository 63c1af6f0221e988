import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { matchesVersion } from './entity-tag.ts'

/** The header that keeps two writers from overwriting each other; `where` its tag is read, and who is told that it is `needed`. */
export const ifMatch = (where: string, needed?: string) => z.object({
  'if-match': z.string().max(1000).optional().meta({ description: `The \`ETag\` of ${where}; of it the version counts, \`*\` stands for any. ${needed === undefined ? 'A' : `${needed} a 428, and a`} 412 where it has changed since.` }),
})

export type Seen = (version: number) => boolean

/** Which versions the writer has seen; undefined where it does not say. */
export function seenBy ({ headers }: FastifyRequest): Seen | undefined {
  const header = headers['if-match']
  return header === undefined ? undefined : (version) => matchesVersion(header, version)
}
