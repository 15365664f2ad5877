// What people read, in Chinese first and in English. Each page keeps its own sentences beside it:
//
//   export const text = bilingual({ total: (n: number) => `共 ${n} 条` }, { total: n => `${n} rows` })
//
// A sentence missing in English, or one too many, does not compile.
import { createContext, use, useState, type ReactNode } from 'react'

export type Language = 'zh' | 'en'

type Words<T> = { [K in keyof T]: T[K] extends string ? string : T[K] }

export interface Bilingual<T> {
  zh: T
  en: Words<T>
}

export function bilingual<T extends object>(zh: T, en: Words<T>): Bilingual<T> {
  return { zh, en }
}

const Chosen = createContext<{ language: Language; choose: (to: Language) => void }>({
  language: 'zh',
  choose: () => {},
})

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, set] = useState<Language>(() => (localStorage.getItem('language') === 'en' ? 'en' : 'zh'))
  const choose = (to: Language) => {
    localStorage.setItem('language', to)
    set(to)
  }
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  return <Chosen value={{ language, choose }}>{children}</Chosen>
}

export function useLanguage() {
  return use(Chosen)
}

/** The sentences of a page in the chosen language. */
export function useText<T>(text: Bilingual<T>): T | Words<T> {
  return text[use(Chosen).language]
}
