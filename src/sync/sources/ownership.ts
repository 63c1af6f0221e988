import type { Ownership } from '../feed-record.ts'
import type { Fields } from './wire-value.ts'
import { amount, isVietnam, text } from './wire-value.ts'

/** What a form calls a member's country, share and contribution. */
export interface MemberNames { country: string, sharePercent: string, amount: string }

export interface Owners { ownership: Ownership, foreignSharePercent: string | null }

/** Whose it is, from the members' countries; the share counts percentages, or amounts where those are missing. */
export function ownershipOf (members: readonly Fields[], names: MemberNames): Owners {
  let foreign = 0
  for (const member of members) {
    const country = text(member[names.country])
    if (country === null) return { ownership: 'unknown', foreignSharePercent: null }
    if (!isVietnam(country)) foreign++
  }
  if (members.length === 0) return { ownership: 'unknown', foreignSharePercent: null }
  if (foreign === 0) return { ownership: 'domestic', foreignSharePercent: '0' }
  if (foreign === members.length) return { ownership: 'foreign', foreignSharePercent: '100' }
  return { ownership: 'mixed', foreignSharePercent: foreignShare(members, names) }
}

function foreignShare (members: readonly Fields[], { country, sharePercent, amount: contribution }: MemberNames): string | null {
  const foreigners = members.filter((member) => !isVietnam(text(member[country])!))
  const sum = (of: readonly Fields[], field: string) => of.reduce((total, member) => total + Number(amount(member[field]) ?? Number.NaN), 0)
  const share = [sum(foreigners, sharePercent), 100 * sum(foreigners, contribution) / sum(members, contribution)].find((n) => n >= 0 && n <= 100)
  return share === undefined ? null : String(Math.round(share * 100) / 100)
}
