import { z } from 'zod'
import { Cursor, Limit, Position } from '../http/page.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import { instant, text } from './schemas.ts'
import { Supply } from './supply-schemas.ts'

export const REASONS = ['field', 'technology', 'locality', 'category', 'readiness'] as const
export const Reason = z.object({
  kind: z.enum(REASONS).meta({ description: 'What speaks for it: fields or technologies in common, the same province, a category that the demand names, a readiness that the demand asks for (`ready` where it asks for none).' }),
  codes: z.array(text(60)).max(20).meta({ description: 'What they have in common; of `readiness` that of the supply.' }),
}).meta({ id: 'MatchReason', description: 'Why a supply comes into question.', examples: [{ kind: 'field', codes: ['agriculture'] }] })

export const Match = z.object({ supply: Supply, reasons: z.array(Reason).max(5) })
  .meta({ id: 'Match', description: 'A supply for a demand, and why.', examples: [{ supply: (Supply.meta()!['examples'] as z.output<typeof Supply>[])[0]!, reasons: [{ kind: 'field' as const, codes: ['agriculture'] }, { kind: 'technology' as const, codes: ['internet-of-things'] }, { kind: 'readiness' as const, codes: ['in-use'] }] }] })
export const MatchPage = z.object({
  demand: z.int().min(1).max(Number.MAX_SAFE_INTEGER), items: z.array(Match).max(1000), next: text(600).nullable().meta({ description: 'The `cursor` of the next page; null on the last one.' }), position: Position,
}).meta({ id: 'MatchPage', description: 'Supplies for a demand, the best first.' })
export const ListMatchesQuery = z.strictObject({ cursor: Cursor.optional(), limit: Limit })

export const FeedEntry = z.object({
  kind: z.enum(['supply', 'demand']), id: z.int().min(1).max(Number.MAX_SAFE_INTEGER), title: text(300), titleEn: text(300).nullable(), by: text(2000).meta({ description: 'The enterprise or the agency.' }),
  code: text(60).nullable().meta({ description: 'Its code.' }), technologies: z.array(text(60)).max(20), fields: z.array(text(60)).max(20), summary: text(4000), publishedAt: instant, updatedAt: instant, url: text(500).meta({ description: 'Where all of it is.' }),
}).meta({ id: 'FeedEntry', description: 'One entry of a feed.', examples: [{ kind: 'supply', id: 1, title: 'Phần mềm quan trắc ao nuôi', titleEn: 'Pond monitoring', by: 'CÔNG TY TNHH MỘT THÀNH VIÊN PHẦN MỀM LẪM GIÊNG NGOAN', code: '3750002081', technologies: ['internet-of-things'], fields: ['agriculture'], summary: 'Đo chất lượng nước và cảnh báo.', publishedAt: '2026-11-22T01:12:00.000Z', updatedAt: '2026-11-22T01:12:00.000Z', url: 'https://service.example.org/v1/catalogue/supply/1' }] })
export const Feed = z.object({ province: ProvinceCode, provinceName: text(200), updatedAt: instant.nullable(), items: z.array(FeedEntry).max(200), position: Position }).meta({ id: 'Feed', description: 'What a province has published last, supply and demand.' })
export const GetFeedQuery = z.strictObject({
  province: ProvinceCode,
  kind: z.enum(['supply', 'demand']).optional().meta({ description: 'Only supply, or only demand.' }),
  format: z.enum(['json', 'csv', 'atom']).optional().meta({ description: 'The form of the answer; goes before Accept.' }),
})
