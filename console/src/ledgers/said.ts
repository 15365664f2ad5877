import { useLanguage } from '../text/text'

/** What the server sends in both languages. */
export interface Both {
  zh: string
  en: string
}

/** Says it in the chosen language. */
export function useSaid(): (it: Both) => string {
  const { language } = useLanguage()
  return it => it[language]
}
