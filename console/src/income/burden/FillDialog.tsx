import { Alert, App, DatePicker, Form, Modal, Radio } from 'antd'
import dayjs from 'dayjs'
import { api } from '../../api/client'
import { counted } from '../../parts/figures'
import { common } from '../../text/common'
import { optionsOf } from '../../cases/forms/fields'
import { useText } from '../../text/text'
import { lastOf, periodOf, type Wanted } from './asked'
import { text } from './text'

interface FillDialogProps {
  region: string
  /** What is looked at, offered first. */
  period: string | undefined
  /** What was filled, as a list is asked for it. */
  onFilled: (period: string | undefined) => void
  onClose: () => void
}

/** Fills the accounts of a county from what departments have sent. */
export function FillDialog({ region, period, onFilled, onClose }: FillDialogProps) {
  const own = useText(text)
  const words = useText(common)
  const { message } = App.useApp()
  const [form] = Form.useForm<Wanted>()
  const kind = Form.useWatch('kind', form)
  const fill = api.useMutation('post', '/api/v1/income/fill', {
    onSuccess: it => {
      if (it.repeated) message.info(own.repeated(it.period))
      else message.success(own.filledNow(it.period, counted(it.households), counted(it.complete)))
      onFilled(lastOf(it.period))
      onClose()
    },
  })
  const isMonths = period !== undefined && /^\d{4}-\d{2}$/.test(period)
  const rules = (what: string) => [{ required: true, message: words.required(what) }]
  return (
    <Modal
      open
      title={own.fillTitle}
      okText={own.fill}
      cancelText={words.cancel}
      confirmLoading={fill.isPending}
      mask={{ closable: false }}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p>{own.fillHint}</p>
      {fill.error && <Alert type="error" showIcon className="income-refused" title={fill.error.detail} />}
      <Form<Wanted>
        name="fill-income"
        form={form}
        layout="vertical"
        initialValues={{
          kind: isMonths ? 'months' : 'year',
          year: dayjs().subtract(1, 'year'),
          last: isMonths ? dayjs(`${period}-01`) : undefined,
        }}
        onFinish={it =>
          fill.mutate({ body: { region, period: periodOf(it), month: it.evidence?.format('YYYY-MM') } })
        }
      >
        <Form.Item name="kind" label={own.which}>
          <Radio.Group aria-label={own.which} optionType="button" options={optionsOf(own.kinds)} />
        </Form.Item>
        {kind === 'months' ? (
          <Form.Item key="last" name="last" label={own.lastMonth} rules={rules(own.lastMonth)}>
            <DatePicker picker="month" maxDate={dayjs()} />
          </Form.Item>
        ) : (
          <Form.Item key="year" name="year" label={own.year} rules={rules(own.year)}>
            <DatePicker picker="year" maxDate={dayjs()} />
          </Form.Item>
        )}
        <Form.Item name="evidence" label={own.evidence}>
          <DatePicker picker="month" maxDate={dayjs()} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
