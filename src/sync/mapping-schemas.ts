import { z } from 'zod'

/** Longer raw values are no codes; an index holds them. */
const MAX_VALUE = 200
const MAX_NOTE = 1000
/** How many raw values without a meaning are shown. */
export const MAX_UNMAPPED = 1000

const count = z.int().min(0).max(2_147_483_647)
const instant = z.iso.datetime({ offset: true })
const position = z.int().min(0)

export const MappedList = z.enum(['status', 'legal-type']).meta({ description: 'Which list of codes: legal statuses or legal types.', examples: ['status'] })
const code = z.string().max(20).meta({ description: 'A legal status (`active`, `suspended`, `not-at-address`, `revoked`, `dissolving`, `bankrupt`, `ended`) or legal type (`DNTN`, `TNHH1`, `TNHH2`, `CTCP`, `CTHD`).' })
const note = z.string().trim().min(1).max(MAX_NOTE).refine((text) => !text.includes('\0'), 'must not hold a NUL character').meta({ description: 'Why, for those who read it later: who said so, in which letter.', pattern: '\\S' })
const value = z.string().max(1000).meta({ description: 'The raw value: a code of the feed, or a name where it sends none. Case and blanks around it do not matter.' })
const by = z.string().max(200).meta({ description: 'The label of the key.' })

export const ListMappingsQuery = z.strictObject({ list: MappedList })
export const MappingParams = z.object({
  list: MappedList,
  value: z.string().max(MAX_VALUE, `must not be longer than ${MAX_VALUE} characters`).regex(/\S/, 'must not be blank').meta({ description: 'The raw value, percent-encoded. Case and blanks around it do not matter.', examples: ['1'] }),
})

export const MappingRequest = z.strictObject({
  code: code.nullable().meta({ description: 'What the value means; null gives it back to the shipped mapping. `unknown` is not a meaning.' }),
  note,
}).meta({ id: 'MappingRequest', description: 'What a raw value is to mean from now on.', examples: [{ code: 'active', note: 'Letter of the registration authority, 20 November 2026' }] })

const edit = { code: code.nullable().meta({ description: 'What it was made to mean; null where it was given back.' }), note: z.string().max(MAX_NOTE), by, at: instant }
const change = {
  enterprises: count.meta({ description: 'How many enterprises got a new version by it.' }),
  position: position.meta({ description: 'From this position on it holds: the last one of its block.' }),
}

export const MappingEdit = z.object({ list: MappedList, value, ...edit, ...change }).meta({
  id: 'MappingEdit',
  description: 'An edit of what a raw value means.',
  examples: [{ list: 'status', value: '77', code: 'active', note: 'Letter of the registration authority, 20 November 2026', by: 'operator', at: '2026-11-22T03:00:00.000Z', enterprises: 12, position: 3617 }],
})

const meaning = {
  value,
  code: code.meta({ description: 'What it means now; `unknown` where nothing maps it.' }),
  origin: z.enum(['shipped', 'edited', 'none']).meta({ description: 'Whether the shipped mapping says so, an operator, or nobody.' }),
  note: z.string().max(MAX_NOTE).nullable(),
  by: by.nullable().meta({ description: 'Who edited it; null where the shipped mapping says so.' }),
  at: instant.nullable(),
  enterprises: count.meta({ description: 'How many enterprises of all trades are read by it now: by their code, else by their name.' }),
}

export const Mapping = z.object(meaning).meta({
  id: 'Mapping',
  description: 'A raw value and what it means.',
  examples: [{ value: '1', code: 'active', origin: 'shipped', note: 'Assumed order of Decree 168/2025/NĐ-CP Art. 35; no public code list', by: null, at: null, enterprises: 18204 }],
})

export const UnmappedValue = z.object({
  value: z.string().max(1000).nullable().meta({ description: 'The code as the feed sends it; null where it sends none.' }),
  name: z.string().max(1000).nullable().meta({ description: 'The name that comes with it.' }),
  enterprises: count,
}).meta({ id: 'UnmappedValue', description: 'A raw value of the register that nothing maps: it is read as `unknown`.', examples: [{ value: '77', name: 'Tạm dừng theo quyết định', enterprises: 12 }] })

export const MappingList = z.object({
  list: MappedList,
  items: z.array(Mapping).max(10_000).meta({ description: 'In the order of the values.' }),
  unmapped: z.array(UnmappedValue).max(MAX_UNMAPPED).meta({ description: 'The most frequent first. Where neither code nor name is stated, there is nothing to map.' }),
  position: position.meta({ description: 'The position of the register that it was read at.' }),
}).meta({ id: 'MappingList', description: 'What the raw values of a list mean.' })

export const MappingDetail = z.object({
  list: MappedList,
  ...meaning,
  history: z.array(z.object({ ...edit, ...change })).max(1000).meta({ description: 'Its edits, the newest first.' }),
  position: position.meta({ description: 'The position of the register that it was read at.' }),
}).meta({
  id: 'MappingDetail',
  description: 'What a raw value means, and what operators made of it.',
  examples: [{
    list: 'status', value: '77', code: 'active', origin: 'edited', note: 'Letter of the registration authority, 20 November 2026', by: 'operator', at: '2026-11-22T03:00:00.000Z', enterprises: 12,
    history: [{ code: 'active', note: 'Letter of the registration authority, 20 November 2026', by: 'operator', at: '2026-11-22T03:00:00.000Z', enterprises: 12, position: 3617 }],
    position: 3640,
  }],
})
