import { useLanguage, useText, type Language } from '../../text/text'
import { text } from '../text'

const languages: [Language, string][] = [
  ['zh', '中文'],
  ['en', 'EN'],
]

/** What stands above every page: what this is, and the language. */
export function Top() {
  const own = useText(text)
  const { language, choose } = useLanguage()
  return (
    <header className="top">
      <img src="/icon.svg" width={28} height={28} alt="" />
      <strong>{own.app}</strong>
      <div className="languages" role="group" aria-label={own.language}>
        {languages.map(([value, label]) => (
          <button key={value} type="button" lang={value} aria-pressed={language === value} onClick={() => choose(value)}>
            {label}
          </button>
        ))}
      </div>
    </header>
  )
}
