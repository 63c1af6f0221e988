import type { Language } from '../http/language.ts'

interface Place { name: string, nameEn: string, type: string }

/** The word for the type in English, behind the name. */
const TYPE_EN: Record<string, string> = { 'thành phố': 'City', tỉnh: 'Province', phường: 'Ward', xã: 'Commune', 'đặc khu': 'Special Zone' }

/** The name with the word for its type: `Thành phố Đà Nẵng`, in English `Da Nang City`. */
export const placeTitle = ({ name, nameEn, type }: Place, language: Language): string =>
  language === 'vi' ? `${type.charAt(0).toUpperCase()}${type.slice(1)} ${name}` : withType(nameEn, TYPE_EN[type] ?? '')

/** `Ho Chi Minh City` says its type already. */
const withType = (name: string, type: string) => name.endsWith(` ${type}`) ? name : `${name} ${type}`.trim()
