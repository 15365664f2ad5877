import { Segmented } from 'antd'
import { useLanguage, type Language } from '../text/text'

/** 中文 or English, at once and for good. */
export function LanguageSwitch() {
  const { language, choose } = useLanguage()
  return (
    <Segmented<Language>
      size="small"
      aria-label="语言 / language"
      value={language}
      onChange={choose}
      options={[
        { label: '中文', value: 'zh' },
        { label: 'EN', value: 'en' },
      ]}
    />
  )
}
