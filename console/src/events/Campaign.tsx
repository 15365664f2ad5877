import { Alert, App, Button, Card, Checkbox, Flex, Select, Table } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { countColumn } from '../parts/columns'
import { useMonths } from '../parts/useMonths'
import { useLanguage, useText } from '../text/text'
import { text } from './text'

/** Finds the households of an event: a preview by village first, then they come on the lists. */
export function Campaign({ view }: { view: S['EventView'] }) {
  const own = useText(text)
  const { language } = useLanguage()
  const { modal, message } = App.useApp()
  const { months } = useMonths()
  const types = api.useQuery('get', '/api/v1/events/types', {}, { staleTime: 60_000 })
  const type = types.data?.types.find(it => it.type === view.type)
  const [chosen, setChosen] = useState<string[]>()
  const [month, setMonth] = useState<string>()
  const path = { event: view.event }
  const preview = api.useMutation('post', '/api/v1/events/{event}/preview', {})
  const open = api.useMutation('post', '/api/v1/events/{event}/campaign', {
    onSuccess: it => {
      preview.reset()
      message.success(own.opened(it.listed))
    },
    onError: problem => void message.error(problem.detail),
  })
  if (types.error) return <Alert type="error" showIcon title={types.error.detail} />
  if (!type) return null
  const ways = chosen ?? type.ways.slice(0, 1).map(it => it.way)
  const look = () => preview.mutate({ params: { path }, body: { ways, month } })
  const found = preview.data
  const start = () =>
    modal.confirm({
      title: own.openAsk(found?.households ?? 0),
      onOk: () =>
        open.mutateAsync({ params: { path }, body: { version: view.version, ways, month } }).catch(() => {}),
    })
  const named = (way: string) => {
    const it = type.ways.find(one => one.way === way)
    return it ? (language === 'en' ? it.en : it.zh) : way
  }
  const forget = () => preview.reset()
  return (
    <Card>
      <Flex vertical gap={12}>
        <div>
          <h2 className="section">{own.find}</h2>
          <p className="quiet">{own.findHelp}</p>
        </div>
        <Checkbox.Group
          aria-label={own.ways}
          value={ways}
          onChange={it => {
            setChosen(it as string[])
            forget()
          }}
          options={type.ways.map(it => ({
            value: it.way,
            label: (
              <span className="event-way">
                {language === 'en' ? it.en : it.zh}
                {it.by === 'facts' && language === 'zh' && <span className="quiet small">{it.how}</span>}
              </span>
            ),
          }))}
        />
        <Flex gap={12} align="center" wrap>
          <Select
            allowClear
            aria-label={own.month}
            placeholder={own.monthNewest}
            style={{ width: 200 }}
            value={month}
            onChange={it => {
              setMonth(it)
              forget()
            }}
            options={months.map(value => ({ value, label: value }))}
          />
          <Button onClick={look} loading={preview.isPending} disabled={ways.length === 0}>
            {own.preview}
          </Button>
          {type.follow_up_days != null && <span className="quiet">{own.follow(type.follow_up_days)}</span>}
        </Flex>
        {preview.error && <Alert type="error" showIcon title={preview.error.detail} />}
        {found?.not_judged.map(it => (
          <Alert
            key={`${it.county} ${it.way}`}
            type="warning"
            showIcon
            title={`${it.county} ${own.missing(named(it.way), it.missing_tables.join('、'))}`}
          />
        ))}
        {found && (
          <>
            <p aria-live="polite">
              {own.found(found.households, found.listed_already)} · {found.month}
            </p>
            <Table<S['FoundInVillage']>
              size="small"
              rowKey={it => it.region}
              dataSource={found.villages}
              pagination={false}
              columns={[
                { title: own.village, dataIndex: 'name' },
                countColumn(own.households, it => it.households, 120),
              ]}
            />
            {found.households > 0 && (
              <Flex justify="flex-end">
                <Button type="primary" onClick={start} loading={open.isPending}>
                  {view.state === 'recorded' ? own.openCampaign : own.widen}
                </Button>
              </Flex>
            )}
          </>
        )}
      </Flex>
    </Card>
  )
}
