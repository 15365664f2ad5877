import { Alert, App, DatePicker, Form, Modal, Radio } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { api } from '../api/client'
import { RegionField } from '../parts/RegionField'
import { useRegion } from '../parts/regions'
import { useStaff } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { text } from './text'

interface Filled {
  kind: 'screen' | 'dispatch_clues'
  region: string
  month: Dayjs
}

/** Asks for a screening or a dispatch of a month. A dispatch is confirmed, for limits begin to count. */
export function StartDialog({ onClose }: { onClose: () => void }) {
  const words = useText(common)
  const own = useText(text)
  const staff = useStaff()
  const { modal } = App.useApp()
  const [form] = Form.useForm<Filled>()
  const kind = Form.useWatch('kind', form)
  const region = Form.useWatch('region', form)
  const place = useRegion(region)
  const start = api.useMutation('post', '/api/v1/jobs', { onSuccess: onClose })
  const submit = (it: Filled) => {
    const month = it.month.format('YYYY-MM')
    const run = () => start.mutateAsync({ body: { kind: it.kind, region: it.region, month } }).catch(() => {})
    if (it.kind === 'screen') return void run()
    modal.confirm({ title: own.dispatchAsk(place?.name ?? '', month), onOk: run })
  }
  // A county is screened as a whole; whoever is above it may choose one.
  const isWhole = kind === 'screen' && staff.level === 'county'
  const rules = (what: string) => [{ required: true, message: words.required(what) }]
  return (
    <Modal
      open
      title={own.start}
      okText={own.go}
      cancelText={words.cancel}
      confirmLoading={start.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p>{own.startWhy}</p>
      {start.error && <Alert type="error" showIcon title={start.error.detail} className="jobs-problem" />}
      <Form<Filled>
        name="job"
        form={form}
        layout="vertical"
        onFinish={submit}
        initialValues={{ kind: 'screen', region: staff.region, month: dayjs().subtract(1, 'month') }}
      >
        <Form.Item name="kind" label={own.what} extra={kind === 'dispatch_clues' ? own.dispatchWhy : own.screenWhy}>
          <Radio.Group
            optionType="button"
            onChange={() => form.setFieldValue('region', staff.region)}
            options={[
              { value: 'screen', label: own.kinds.screen },
              { value: 'dispatch_clues', label: own.kinds.dispatch_clues },
            ]}
          />
        </Form.Item>
        <Form.Item name="month" label={words.month} rules={rules(words.month)}>
          <DatePicker picker="month" disabledDate={it => it.isAfter(dayjs(), 'month')} />
        </Form.Item>
        <Form.Item name="region" label={own.where} hidden={isWhole} rules={rules(own.where)}>
          <RegionField finest={staff.level === 'county' ? 'village' : 'township'} />
        </Form.Item>
        {isWhole && <p>{own.pair(own.where, place?.name ?? staff.region_name)}</p>}
      </Form>
    </Modal>
  )
}
