import { z } from 'zod'
import { effectiveFrom, Evidence, note } from '../classification/schemas.ts'
import { Category } from '../enterprises/schemas.ts'
import { Day, prose } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'

const name = (description: string) => prose(1000).meta({ description })

export const DeclarationRequest = z.strictObject({
  code: z.string().max(10).regex(/^\d{10}$/, 'must be 10 digits').meta({ description: 'Enterprise code, with its check digit.' }),
  name: name('Name in Vietnamese, as on the registration certificate.'),
  foreignName: name('Name in a foreign language.').nullish(),
  shortName: name('Short name.').nullish(),
  registeredOn: Day.meta({ format: 'date', description: 'Day of the first registration certificate; not of the future.' }),
  legalType: z.string().max(20).regex(/^[A-Z0-9]+$/).meta({ description: 'Code of the legal type.' }).nullish(),
  charterCapitalVnd: z.string().max(21).regex(/^(0|[1-9]\d{0,20})$/, 'must be VND as digits').meta({ description: 'Charter capital in VND, decimal text.' }).nullish(),
  province: ProvinceCode.meta({ description: 'Where the head office is, division of 2025: whose officers may declare it.' }),
  commune: z.string().max(5).regex(/^\d{5}$/, 'must be 5 digits').meta({ description: 'Code of its commune, ward or special zone of 2025.' }).nullish(),
  address: name('The address in one line.'),
  industries: z.array(z.string().max(5).regex(/^\d{4,5}$/, 'must be 4 or 5 digits')).min(1).max(100).meta({ description: 'Activity codes of VSIC, the main one first.' }),
  outcome: Category,
  evidence: Evidence,
  note: note.nullish(),
  effectiveFrom: effectiveFrom.optional(),
}).meta({
  id: 'DeclarationRequest',
  description: 'An enterprise that the feed has not told of, and the decision on its category.',
  examples: [{
    code: '0499990005', name: 'CÔNG TY CỔ PHẦN DỮ LIỆU SÔNG HÀN THÍ DỤ', registeredOn: '2026-10-05', legalType: 'CTCP', charterCapitalVnd: '5000000000', province: '48', commune: '20242',
    address: 'Số 1, Phường Hải Châu, Thành phố Đà Nẵng', industries: ['6201', '6311'], outcome: 'iv', evidence: { kind: 'document', reference: 'GCN 0499990005 ngày 05/10/2026', date: '2026-10-05' },
  }],
})

export const WithdrawDeclarationQuery = z.strictObject({ reason: prose(300).meta({ description: 'Why it is taken back; for the trail.' }) })
