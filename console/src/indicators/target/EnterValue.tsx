import { Alert, App, DatePicker, Form, Input, Radio } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { api } from '../../api/client'
import { optionsOf } from '../../cases/forms/fields'
import { FormDrawer } from '../../ledgers/FormDrawer'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import { statedPeriod, type PeriodKind } from './statedPeriod'
import { text } from './text'

interface Filled {
  kind: PeriodKind
  on: Dayjs
  value: string
  document: string
  note?: string
}

interface EnterValueProps {
  /** The indicator or series. */
  indicator: string
  name: string
  unit: string
  region: string
  onClose: () => void
}

const pickers = { year: 'year', quarter: 'quarter', month: 'month', income_year: 'year' } as const

/** Enters a number by hand, with the document it was read in. */
export function EnterValue({ indicator, name, unit, region, onClose }: EnterValueProps) {
  const own = useText(text)
  const words = useText(common)
  const { message } = App.useApp()
  const [form] = Form.useForm<Filled>()
  const kind = Form.useWatch('kind', form) ?? 'year'
  const enter = api.useMutation('post', '/api/v1/indicators/values', {
    onSuccess: it => {
      message.success(own.saved(it.period))
      onClose()
    },
  })
  const send = ({ kind: of, on, value, document, note }: Filled) =>
    enter.mutate({ body: { indicator, region, period: statedPeriod(of, on), value: value.trim(), document, note } })
  const rules = (what: string) => [{ required: true, message: words.required(what) }]
  return (
    <FormDrawer
      title={own.enterTitle(name)}
      form="enter-value"
      button={words.save}
      isPending={enter.isPending}
      onClose={onClose}
    >
      {enter.error && <Alert type="error" showIcon className="target-refused" title={enter.error.detail} />}
      <p className="quiet">{own.keeps}</p>
      <Form<Filled>
        name="enter-value"
        form={form}
        layout="vertical"
        initialValues={{ kind: 'year', on: dayjs().subtract(1, 'year') }}
        onFinish={send}
      >
        <Form.Item name="kind" label={own.periodKind}>
          <Radio.Group aria-label={own.periodKind} optionType="button" options={optionsOf(own.kinds)} />
        </Form.Item>
        <Form.Item name="on" label={own.which} rules={rules(own.which)}>
          <DatePicker picker={pickers[kind]} maxDate={dayjs()} />
        </Form.Item>
        <Form.Item
          name="value"
          label={own.number}
          extra={unit ? `${own.unitIs(unit)} · ${own.numberHint}` : own.numberHint}
          rules={[...rules(own.number), { pattern: /^\s*-?\d+(\.\d{1,6})?\s*$/, message: own.numberWrong }]}
        >
          <Input inputMode="decimal" autoComplete="off" className="number" />
        </Form.Item>
        <Form.Item
          name="document"
          label={own.fromDocument}
          rules={[{ required: true, whitespace: true, message: words.required(own.fromDocument) }]}
        >
          <Input autoComplete="off" placeholder={own.documentHint} />
        </Form.Item>
        <Form.Item name="note" label={own.note}>
          <Input autoComplete="off" />
        </Form.Item>
      </Form>
    </FormDrawer>
  )
}
