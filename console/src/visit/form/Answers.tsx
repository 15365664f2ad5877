import { useText } from '../../text/text'
import { findings, risks } from '../../text/words'
import { fieldsOf, type FieldName, type Fields, type Kind } from '../fields'
import { text } from '../text'
import { fieldNames } from '../words'
import { inWords, type ValueWords } from './inWords'

/** What was filled in, to be read. */
export function Answers({ kind, fields }: { kind: Kind; fields: Fields }) {
  const names = useText(fieldNames)
  const words = useValueWords()
  return (
    <dl>
      {fieldsOf[kind].map(it => (
        <div key={it}>
          <dt>{names[it]}</dt>
          <dd>{inWords(it, fields[it], words)}</dd>
        </div>
      ))}
    </dl>
  )
}

/** A field two telephones filled differently. */
export function Difference({ field, was, became }: { field: string; was: unknown; became: unknown }) {
  const own = useText(text)
  const names = useText(fieldNames)
  const words = useValueWords()
  const name = field as FieldName
  const told = (value: unknown) => inWords(name, value as Fields[FieldName], words)
  return (
    <li>
      {names[name]}：{own.differsBetween(told(was), told(became))}
    </li>
  )
}

export function useValueWords(): ValueWords {
  const own = useText(text)
  const findingWords = useText(findings)
  const riskWords = useText(risks)
  return { ...own, findings: findingWords, risks: riskWords }
}
