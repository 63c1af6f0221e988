import { z } from 'zod'
import { fromText } from '../http/query.ts'
import { MAX_CHUNK } from './chunk.ts'

const instant = z.iso.datetime({ offset: true })

const Sequence = z.strictObject({
  from: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
  to: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
}).refine(({ from, to }) => from <= to, 'must not end before it begins')
  .meta({ description: 'The source\'s own numbers that the run covers, both included. A source that never pushed begins with 1.' })

export const OpenRun = z.strictObject({
  kind: z.enum(['full', 'delta']).meta({ description: '`full`: the whole register as it stands; what it lacks is gone. `delta`: what is new.' }),
  source: z.string().max(50).regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and hyphens').meta({ description: 'Who sends it. `sandbox` marks made-up enterprises; a register holds either those or real ones.' }),
  sequence: Sequence.optional(),
  cutoff: z.iso.date().meta({ description: 'Of a full file: the last day that it tells of.' }).optional(),
}).superRefine(({ kind, sequence, cutoff }, ctx) => {
  if (kind === 'delta' && !sequence) ctx.addIssue({ code: 'custom', path: ['sequence'], message: 'is needed for a delta' })
  if (kind === 'full' && !cutoff) ctx.addIssue({ code: 'custom', path: ['cutoff'], message: 'is needed for a full file' })
  if (kind === 'delta' && cutoff) ctx.addIssue({ code: 'custom', path: ['cutoff'], message: 'belongs to a full file' })
}).meta({ id: 'OpenRun', description: 'What a pushed run will hold.', examples: [{ kind: 'delta', source: 'sandbox', sequence: { from: 1, to: 40 } }] })

export const ChunkNumber = fromText(
  { type: 'integer', format: 'int32', minimum: 1, maximum: MAX_CHUNK, description: 'Number of the chunk, from 1 without gaps.', examples: [1] },
  `must be a whole number from 1 to ${MAX_CHUNK}`,
  (text) => /^[1-9]\d{0,5}$/.test(text) && Number(text) <= MAX_CHUNK ? Number(text) : undefined,
)

/** Named as Node spells them. */
export const ChunkHeaders = z.object({
  'content-digest': z.string().max(500).regex(/(^|,)\s*sha-256=:[A-Za-z0-9+/]{43}=:/, 'must hold sha-256=:…: (RFC 9530)').optional()
    .meta({ description: 'SHA-256 over the body as sent, RFC 9530: `sha-256=:base64:`. A chunk that does not match is refused.' }),
  'content-encoding': z.string().max(100).regex(/^(gzip|identity)$/i, 'must be gzip or identity').optional().meta({ description: '`gzip`, or none.' }),
  'record-count': z.string().max(10).regex(/^\d{1,9}$/, 'must be a whole number').optional().meta({ description: 'How many records it holds; another number is refused.' }),
})

export const Chunk = z.object({
  number: z.int().min(1).max(MAX_CHUNK),
  sha256: z.string().max(64).meta({ description: 'Over the bytes as sent, hexadecimal.' }),
  bytes: z.int().min(0).max(2_147_483_647),
  records: z.int().min(0).max(2_147_483_647),
  receivedAt: instant,
}).meta({
  id: 'Chunk',
  description: 'A part of a run that has arrived whole.',
  examples: [{ number: 1, sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', bytes: 48211, records: 200, receivedAt: '2026-11-22T01:12:01.000Z' }],
})
export const ChunkList = z.object({ items: z.array(Chunk).max(MAX_CHUNK) }).meta({ id: 'ChunkList', description: 'The chunks of a run.' })

export const CommitRun = z.strictObject({
  chunks: z.int().min(0).max(MAX_CHUNK).optional().meta({ description: 'How many chunks were sent: a last one that is missing shows only so.' }),
}).nullish().meta({ id: 'CommitRun', description: 'What a commit may say.', examples: [{ chunks: 1 }] })

export const Reason = z.strictObject({
  reason: z.string().trim().min(3).max(1000).meta({ description: 'Why; kept with the run for ever.' }),
}).meta({ id: 'Reason', description: 'Why somebody does something to a run.', examples: [{ reason: 'The authority confirms the mass dissolution of 2026-11-20.' }] })

export const Transition = z.object({
  from: z.string().max(20).nullable(),
  to: z.string().max(20),
  by: z.string().max(300).meta({ description: 'The key that asked for it, or `system`.' }),
  reason: z.string().max(1000).nullable(),
  at: instant,
}).meta({ id: 'Transition', description: 'A change of a run\'s state.', examples: [{ from: 'open', to: 'committing', by: 'nbrs-job', reason: null, at: '2026-11-22T01:12:01.000Z' }] })
export const TransitionList = z.object({ items: z.array(Transition).max(1000) }).meta({ id: 'TransitionList', description: 'The states of a run, in order.' })
