import type { Language } from '../http/language.ts'
import { placeTitle } from '../localities/queries.ts'
import type { EnterpriseRow } from './queries.ts'
import type { Enterprise } from './schemas.ts'

function periods (row: EnterpriseRow): Enterprise['classification']['periods'] {
  const { categoryBefore, categoryAfter, categoryTurnsOn, registeredOn } = row
  return [
    ...categoryBefore ? [{ category: categoryBefore, from: registeredOn, until: categoryTurnsOn }] : [],
    ...categoryAfter ? [{ category: categoryAfter, from: categoryTurnsOn, until: null }] : [],
  ] as Enterprise['classification']['periods']
}

/** An enterprise as the API shows it; only for rows that are served. */
export function presentEnterprise (row: EnterpriseRow, division: '2025' | '2004', language: Language): Enterprise {
  const basis = row.basis as Enterprise['basis']
  const name = (of: { name: string, nameEn: string } | null, fallback: string) => of === null ? fallback : language === 'vi' ? of.name : of.nameEn
  return {
    code: row.code,
    name: row.name,
    foreignName: row.foreignName,
    shortName: row.shortName,
    status: row.status as Enterprise['status'],
    statusName: name(row.statusNames, row.status),
    legalType: row.legalType,
    legalTypeName: name(row.legalTypeNames, row.legalType),
    ownership: row.ownership as Enterprise['ownership'],
    foreignSharePercent: row.foreignSharePercent === null ? null : Number(row.foreignSharePercent),
    charterCapitalVnd: row.charterCapitalVnd,
    category: row.category as Enterprise['category'],
    basis,
    division,
    province: row.provinceCode,
    provinceName: row.province && placeTitle(row.province, language),
    commune: division === '2025' ? row.communeCode : null,
    communeName: division === '2025' ? row.commune && placeTitle(row.commune, language) : null,
    address: row.address,
    registeredOn: row.registeredOn,
    vsic: row.vsic as Enterprise['vsic'],
    mainIndustry: row.hasMainIndustry ? row.industries[0]! : null,
    industries: row.industries,
    classification: { basis, ruleSet: row.ruleSet, codes: row.categoryCodes, registeredOn: row.registeredOn, periods: periods(row) },
    validFrom: row.validFrom,
    version: row.version,
    position: row.position,
  }
}
