import { useNavigate } from '@tanstack/react-router'
import { Alert, DatePicker, Form, Input, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { api, type S } from '../api/client'
import { FormDrawer } from '../ledgers/FormDrawer'
import { RegionField } from '../parts/RegionField'
import { common } from '../text/common'
import { useLanguage, useText } from '../text/text'
import { AreasField } from './AreasField'
import { HitField } from './HitField'
import { areasOf, type Filled } from './parts'
import { text } from './text'

interface Written extends Filled {
  type: string
  subtype?: string
  happened_on: Dayjs
  title?: string
  source: string
  document?: string
  description?: string
  hit?: string
}

/** Records an event. It opens when it is there; nothing is done to any household yet. */
export function NewEvent({ onClose }: { onClose: () => void }) {
  const words = useText(common)
  const own = useText(text)
  const { language } = useLanguage()
  const navigate = useNavigate()
  const [form] = Form.useForm<Written>()
  const chosen = Form.useWatch('type', form)
  const types = api.useQuery('get', '/api/v1/events/types', {}, { staleTime: 60_000 })
  const type = types.data?.types.find(it => it.type === chosen)
  const add = api.useMutation('post', '/api/v1/events', {
    onSuccess: it => void navigate({ to: `/events/${it.event}` }),
  })
  const send = (it: Written) => {
    const areas = areasOf(it)
    add.mutate({
      body: {
        type: it.type,
        subtype: it.subtype,
        happened_on: it.happened_on.format('YYYY-MM-DD'),
        title: it.title,
        areas,
        source: it.source,
        document: it.document,
        description: it.description,
        target: targetOf(type, it.hit),
      },
    })
  }
  const rules = (what: string) => [{ required: true, message: words.required(what) }]
  const named = (it: { zh: string; en?: string | null }) => (language === 'en' && it.en) || it.zh
  return (
    <FormDrawer title={own.newEvent} form="new-event" button={own.record} isPending={add.isPending} onClose={onClose}>
      {(types.error ?? add.error) && (
        <Alert type="error" showIcon title={(types.error ?? add.error)?.detail} className="wide" />
      )}
      <Form<Written>
        form={form}
        id="new-event"
        name="new-event"
        layout="vertical"
        className="event-form"
        onFinish={send}
        initialValues={{ happened_on: dayjs() }}
      >
        <Form.Item name="type" label={own.type} rules={rules(own.type)} extra={type?.note}>
          <Select
            onChange={() => form.setFieldsValue({ subtype: undefined, hit: undefined })}
            options={['disaster', 'economic'].map(kind => ({
              label: own.kinds[kind as keyof typeof own.kinds],
              options: (types.data?.types ?? [])
                .filter(it => it.kind === kind)
                .map(it => ({ value: it.type, label: named(it), title: named(it) })),
            }))}
          />
        </Form.Item>
        {type && type.subtypes.length > 0 && (
          <Form.Item name="subtype" label={own.subtype}>
            <Select allowClear options={type.subtypes.map(it => ({ value: it.code, label: named(it), title: named(it) }))} />
          </Form.Item>
        )}
        {type?.hits && (
          <Form.Item name="hit" label={own.hits(named(type.hits))} rules={rules(named(type.hits))}>
            <HitField key={type.type} hits={type.hits} />
          </Form.Item>
        )}
        <Form.Item name="happened_on" label={own.happenedOn} rules={rules(own.happenedOn)}>
          <DatePicker disabledDate={it => it.isAfter(dayjs(), 'day')} />
        </Form.Item>
        <Form.Item name="areas" label={own.areas} extra={own.areasHelp} className="wide" dependencies={['village']}
          rules={[{ validator: () => (areasOf(form.getFieldsValue()).length > 0 ? Promise.resolve() : Promise.reject(new Error(words.required(own.areas)))) }]}
        >
          <AreasField />
        </Form.Item>
        <Form.Item name="village" label={own.groups} extra={own.groupsHelp}>
          <RegionField levels={['village']} placeholder={own.village} />
        </Form.Item>
        <Form.Item name="groups" label=" " colon={false}>
          <Input aria-label={own.groups} />
        </Form.Item>
        <Form.Item name="source" label={own.source} rules={rules(own.source)}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="document" label={own.document}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="title" label={own.eventTitle} extra={own.titleHelp} className="wide">
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="description" label={own.description} className="wide">
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
      </Form>
    </FormDrawer>
  )
}

/** What was hit: a record by its number, or a code. */
function targetOf(type: S['EventTypeView'] | undefined, hit: string | undefined): S['NewEventHit'] | undefined {
  if (!type?.hits || !hit) return undefined
  return type.hits.field ? { code: hit } : { record: Number(hit) }
}
