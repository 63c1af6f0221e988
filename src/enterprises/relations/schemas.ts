import { z } from 'zod'
import { Cursor, Limit, Page } from '../../http/page.ts'
import { momentParameters } from '../../http/query.ts'
import { EnterpriseCode } from '../schemas.ts'
import { REORGANISATIONS } from './kinds.ts'

export const ListRelationsQuery = z.strictObject({ ...momentParameters, cursor: Cursor.optional(), limit: Limit })

const legalType = (description: string) => z.string().max(20).nullable().meta({ description })
const legalTypeName = z.string().max(200).nullable()

export const Relation = z.object({
  kind: z.enum(['conversion', ...REORGANISATIONS]).meta({ description: 'Change of legal type (Law on Enterprises 59/2020/QH14 Art. 202–205), or division, separation, consolidation, merger (Art. 198–201).' }),
  role: z.enum(['predecessor', 'successor']).nullable().meta({ description: 'What the other enterprise is to this one; null for a conversion.' }),
  code: EnterpriseCode.nullable().meta({ description: 'The other enterprise, which need not be served here; null for a conversion.' }),
  from: legalType('Legal type before a conversion.'),
  fromName: legalTypeName,
  to: legalType('Legal type after a conversion.'),
  toName: legalTypeName,
  on: z.iso.date().meta({ description: 'The day from which the first record that tells of it holds.' }),
  position: z.int().min(0).meta({ description: 'Position of the register at which that record was recorded.' }),
}).meta({
  id: 'Relation',
  description: 'A conversion of an enterprise, or an enterprise that it came out of or went into.',
  examples: [{ kind: 'merger', role: 'successor', code: '0100047516', from: null, fromName: null, to: null, toName: null, on: '2025-03-01', position: 3604 }],
})
export type Relation = z.output<typeof Relation>

export const RelationPage = Page(Relation, 'RelationPage')
