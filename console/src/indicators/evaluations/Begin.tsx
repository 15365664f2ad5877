import { Alert, App, DatePicker, Form, Input, Radio } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { api, type S } from '../../api/client'
import { FormDrawer } from '../../ledgers/FormDrawer'
import { useSaid } from '../../ledgers/said'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import { text as listText } from '../text'
import { text } from './text'

interface Filled {
  name: string
  round: string
  way: string
  evaluator: string
  month: Dayjs
  as_of?: Dayjs | null
}

interface BeginProps {
  ledger: S['LedgerView']
  region: string
  month: string
  asOf: string | undefined
  onClose: () => void
}

/** Begins a round: which kind, by whom, and by the values of which month and day. */
export function Begin({ ledger, region, month, asOf, onClose }: BeginProps) {
  const own = useText(text)
  const list = useText(listText)
  const words = useText(common)
  const say = useSaid()
  const { message } = App.useApp()
  const begin = api.useMutation('post', '/api/v1/targets/evaluations', {
    onSuccess: () => {
      message.success(own.begun)
      onClose()
    },
  })
  const codesOf = (field: string) =>
    (ledger.fields.find(it => it.name === field)?.codes ?? []).map(it => ({ value: it.code, label: say(it) }))
  const written = (what: string) => [{ required: true, whitespace: true, message: words.required(what) }]
  const chosen = (what: string) => [{ required: true, message: own.choose(what) }]
  const send = (it: Filled) =>
    begin.mutate({
      body: {
        region,
        month: it.month.format('YYYY-MM'),
        as_of: it.as_of?.format('YYYY-MM-DD'),
        name: it.name,
        round: it.round,
        way: it.way,
        evaluator: it.evaluator,
      },
    })
  return (
    <FormDrawer
      title={own.begin}
      form="begin-evaluation"
      button={own.begin}
      isPending={begin.isPending}
      onClose={onClose}
    >
      {begin.error && <Alert type="error" showIcon className="target-refused" title={begin.error.detail} />}
      <p className="quiet">{own.hint}</p>
      <Form<Filled>
        name="begin-evaluation"
        layout="vertical"
        initialValues={{ month: dayjs(`${month}-01`), as_of: asOf ? dayjs(asOf) : undefined }}
        onFinish={send}
      >
        <Form.Item name="name" label={own.name} rules={written(own.name)}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="round" label={own.round} rules={chosen(own.round)}>
          <Radio.Group aria-label={own.round} options={codesOf('round')} />
        </Form.Item>
        <Form.Item name="way" label={own.way} rules={chosen(own.way)}>
          <Radio.Group aria-label={own.way} options={codesOf('way')} />
        </Form.Item>
        <Form.Item name="evaluator" label={own.evaluator} rules={written(own.evaluator)}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="month" label={list.judgedIn} rules={chosen(list.judgedIn)}>
          <DatePicker picker="month" maxDate={dayjs()} allowClear={false} />
        </Form.Item>
        <Form.Item name="as_of" label={list.knownOn}>
          <DatePicker maxDate={dayjs()} placeholder={list.now} />
        </Form.Item>
      </Form>
    </FormDrawer>
  )
}
