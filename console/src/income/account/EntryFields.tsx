import { Checkbox, Form, Input, Select, type FormInstance } from 'antd'
import type { S } from '../../api/client'
import { ChoiceItem, optionsOf } from '../../cases/forms/fields'
import { useSaid } from '../../ledgers/said'
import { yuan } from '../../parts/figures'
import { isYuan } from '../../parts/yuan'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import { word } from '../../text/words'
import { askedAs, firstOf } from '../period'
import { text as listText } from '../text'
import { origins } from '../words'
import { current, enteredIn, type Asked, type AskedPart, type Said } from './entering'
import { text } from './text'
import { useQuarters } from './useQuarters'

/** What the form holds. */
export interface Filled extends Said {
  yuan?: Record<string, string | undefined>
  /** A quarter, where the region collects by quarter; the whole period when absent. */
  period?: string
  takesBack?: boolean
}

interface EntryFieldsProps {
  form: FormInstance<Filled>
  account: S['IncomeAccountView']
  /** What nobody knows, by component. */
  parts: AskedPart[]
  /** Or one value by itself. */
  one?: Asked
  /** The server wants to know why. */
  needsReason: boolean
  onSend: (filled: Filled) => void
  onChange: () => void
}

/** The fields of an entry: amounts, how they are known, and why where something known is changed. */
export function EntryFields({ form, account, parts, one, needsReason, onSend, onChange }: EntryFieldsProps) {
  const own = useText(text)
  const list = useText(listText)
  const words = useText(common)
  const sources = useText(origins)
  const say = useSaid()
  const quarters = useQuarters(account)
  const kind = Form.useWatch('kind', form)
  const takesBack = Form.useWatch('takesBack', form)
  const period = Form.useWatch('period', form)
  const quarter = quarters.find(it => askedAs(it) === period)
  const line = one && account.lines.find(it => it.line === one.line)
  // In a quarter only what was entered for it is known.
  const entered = quarter && line && enteredIn(line, quarter.last, quarter.months)
  const known = quarter ? entered?.fen == null ? undefined : { fen: entered.fen, from: entered.kind } : one?.known
  const asksReason = needsReason || known !== undefined
  const takesNothingBack = quarter ? known === undefined : !one?.canTakeBack
  const nameOf = (it: Asked) => (it.isTotal ? own.totalOf(say(it)) : say(it))
  const said = (it: { fen: number; from: string } | undefined) => it && own.now(yuan(it.fen), word(sources, it.from))
  const amount = (it: Asked, extra?: string) => (
    <Form.Item key={it.line} name={['yuan', it.line]} label={nameOf(it)} extra={extra} rules={[yuanRule(own.notYuan)]}>
      <Input inputMode="decimal" autoComplete="off" disabled={!!takesBack} suffix={own.yuan} />
    </Form.Item>
  )
  return (
    <Form<Filled>
      id="income-entry"
      name="income-entry"
      form={form}
      layout="vertical"
      initialValues={{ kind: 'said' }}
      onFinish={onSend}
      scrollToFirstError
      onValuesChange={onChange}
    >
      {quarters.length > 0 && (
        <Form.Item name="period" label={own.quarter} extra={own.quarterHint}>
          <Select
            allowClear
            placeholder={own.wholePeriod}
            options={quarters.map(it => ({
              value: askedAs(it),
              label: `${askedAs(it)} · ${list.range(firstOf(it), it.last)}`,
            }))}
          />
        </Form.Item>
      )}
      {!one && <p className="quiet">{own.enterHint}</p>}
      {parts.map(({ component, asked }) => (
        <section key={component.component} aria-labelledby={`part-${component.component}`}>
          <h3 id={`part-${component.component}`} className="income-entry-part">
            {say(component)}
          </h3>
          <div className="income-entry">
            {asked.map(it => amount(it, said(current(it, account).known) ?? (it.isTotal ? own.onlyTotal : undefined)))}
          </div>
        </section>
      ))}
      {one && amount(one, said(known))}
      {one && !takesNothingBack && (
        <Form.Item name="takesBack" valuePropName="checked">
          <Checkbox>{own.takeBack}</Checkbox>
        </Form.Item>
      )}
      <ChoiceItem name="kind" label={own.sure} options={optionsOf(own.kinds)} />
      <Form.Item
        name="source"
        label={own.source}
        extra={own.sourceHints[kind ?? 'said']}
        rules={[{ required: kind === 'document', whitespace: true, message: words.required(own.source) }]}
      >
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      {asksReason && (
        <Form.Item
          name="reason"
          label={own.reason}
          extra={own.reasonHint}
          rules={[{ required: true, whitespace: true, message: words.required(own.reason) }]}
        >
          <Input.TextArea maxLength={200} autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
      )}
    </Form>
  )
}

/** An amount is refused before it is sent; nothing at all is not. */
function yuanRule(message: string) {
  return {
    validator: (_: unknown, value: string | undefined) =>
      !value?.trim() || isYuan(value) ? Promise.resolve() : Promise.reject(new Error(message)),
  }
}
