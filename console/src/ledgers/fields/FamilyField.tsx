import { Button, Form, Space } from 'antd'
import { useContext, useState } from 'react'
import { useText } from '../../text/text'
import { useSaid } from '../said'
import { FindFamily } from './FindFamily'
import { Household } from './household'
import type { InputProps } from './inputs'
import { text } from './text'

interface FamilyFieldProps extends InputProps {
  wants: 'household' | 'person'
}

/** A place of the form at which nothing stands. */
const nowhere = ['values', '']

/** A family of the register, or one of its people: found, then chosen. */
export function FamilyField({ field, id, value, onChange, said, wants }: FamilyFieldProps) {
  const own = useText(text)
  const say = useSaid()
  const [isLooking, setIsLooking] = useState(false)
  const [picked, setPicked] = useState<{ value: string; label: string }>()
  const form = Form.useFormInstance()
  const path = useContext(Household)
  const household = Form.useWatch<string | undefined>(path ?? nowhere, form)
  const shown = value === undefined || value === '' ? undefined : picked?.value === value ? picked.label : said
  return (
    <Space wrap size={[8, 0]} className="family-field">
      {shown && <span>{shown}</span>}
      <Button
        id={id}
        type={shown ? 'link' : 'default'}
        aria-label={own.pick(say(field))}
        onClick={() => setIsLooking(true)}
      >
        {shown ? own.change : own.choose}
      </Button>
      {shown && !field.required && (
        <Button type="link" aria-label={`${own.remove}${say(field)}`} onClick={() => onChange?.(undefined)}>
          {own.remove}
        </Button>
      )}
      {isLooking && (
        <FindFamily
          title={own.pick(say(field))}
          wants={wants}
          household={path && household ? Number(household) : undefined}
          onClose={() => setIsLooking(false)}
          onFound={it => {
            setPicked(it)
            setIsLooking(false)
            onChange?.(it.value)
          }}
        />
      )}
    </Space>
  )
}
