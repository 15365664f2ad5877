import { Button, Space } from 'antd'
import { useState } from 'react'
import { useText } from '../../text/text'
import { useSaid } from '../said'
import { FieldInput, type InputProps } from './inputs'
import { text } from './text'

/** A personal value that is on record: it stays as it is, is written anew, or is cleared. */
export function MaskedField({ shown, ...p }: InputProps & { shown: string }) {
  const own = useText(text)
  const say = useSaid()
  const { value, onChange, field, id } = p
  const [isWriting, setIsWriting] = useState(false)
  const keep = () => {
    setIsWriting(false)
    onChange?.(undefined)
  }
  const back = (
    <Button type="text" onClick={keep} aria-label={`${say(field)}：${own.keep}`}>
      {own.keep}
    </Button>
  )
  if (isWriting) {
    return (
      <div className="masked-writing">
        {/* What is left empty was not written: only clearing clears. */}
        <FieldInput {...p} onChange={it => onChange?.(it || undefined)} />
        {back}
      </div>
    )
  }
  if (value === '') {
    return (
      <Space wrap>
        {own.cleared}
        {back}
      </Space>
    )
  }
  return (
    <Space wrap>
      <span className="number">{own.masked(shown)}</span>
      <Button id={id} aria-label={`${say(field)}：${own.write}`} onClick={() => setIsWriting(true)}>
        {own.write}
      </Button>
      {!field.required && (
        <Button type="text" aria-label={`${say(field)}：${own.clear}`} onClick={() => onChange?.('')}>
          {own.clear}
        </Button>
      )}
    </Space>
  )
}
