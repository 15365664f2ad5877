import { DatePicker, Form, Select } from 'antd'
import dayjs from 'dayjs'
import type { S } from '../api/client'
import { chinaTime } from '../parts/time'
import { useText } from '../text/text'
import { text } from './text'

interface RunFieldsProps {
  on: string
  onDay: (day: string) => void
  files: string[]
  exemptions: string | undefined
  onExemptions: (file: string | undefined) => void
  earlier: S['QualityRunRow'][]
  previous: string | undefined
  onPrevious: (run: string | undefined) => void
}

/** The day a check counts from, which file is the list of exemptions, and what it is compared with. */
export function RunFields(p: RunFieldsProps) {
  const own = useText(text)
  return (
    <>
      <Form.Item label={own.on} htmlFor="quality-on" extra={own.onHelp}>
        <DatePicker
          id="quality-on"
          allowClear={false}
          value={dayjs(p.on)}
          disabledDate={it => it.isAfter(dayjs(), 'day')}
          onChange={it => it && p.onDay(it.format('YYYY-MM-DD'))}
        />
      </Form.Item>
      <Form.Item label={own.exemptions} htmlFor="quality-exemptions" extra={own.exemptionsHelp}>
        <Select
          id="quality-exemptions"
          allowClear
          disabled={p.files.length === 0}
          value={p.exemptions}
          onChange={p.onExemptions}
          options={p.files.map(value => ({ value, label: value }))}
        />
      </Form.Item>
      <Form.Item label={own.previous} htmlFor="quality-previous" extra={own.previousHelp}>
        <Select
          id="quality-previous"
          allowClear
          disabled={p.earlier.length === 0}
          value={p.previous}
          onChange={p.onPrevious}
          options={p.earlier.map(it => ({
            value: it.run,
            label: own.runOn(it.on, chinaTime(it.at).slice(5)),
          }))}
        />
      </Form.Item>
    </>
  )
}
