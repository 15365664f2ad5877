// Where a number of a report comes from: how it is computed, the regions it adds up, and the households behind it.
import { keepPreviousData } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Drawer, Flex, Skeleton, Table } from 'antd'
import { useState } from 'react'
import { api, type S } from '../../api/client'
import { useMay } from '../../session/session'
import { common } from '../../text/common'
import { useLanguage, useText } from '../../text/text'
import { opens } from '../period'
import type { Opened } from '../search'
import { text } from '../text'

/** Households on a page. */
const page = 50

interface NumberDrawerProps {
  source: S['CellSource'] | undefined
  asOf?: string | null
  onClose: () => void
}

export function NumberDrawer({ source, asOf, onClose }: NumberDrawerProps) {
  const own = useText(text)
  return (
    <Drawer open={!!source} onClose={onClose} size={760} title={own.numberTitle} destroyOnHidden>
      {source && <Inside source={source} asOf={asOf} />}
    </Drawer>
  )
}

function Inside({ source, asOf }: { source: S['CellSource']; asOf?: string | null }) {
  const own = useText(text)
  const may = useMay()
  const [number, setNumber] = useState<Opened>({ ...source, asOf })
  if (source.how === 'reported') return <p>{own.fromDocument(source.document ?? '')}</p>
  if (source.how !== 'computed') return <p>{own.fromLedger}</p>
  if (!opens(source.period) || !may('open_indicator')) return <p>{own.notOpened}</p>
  return <Number key={`${number.region}${number.indicator}`} number={number} onRegion={region => setNumber({ ...number, region })} />
}

function Number({ number, onRegion }: { number: Opened; onRegion: (region: string) => void }) {
  const own = useText(text)
  const { language } = useLanguage()
  const words = useText(common)
  const [after, setAfter] = useState(0)
  const found = api.useQuery(
    'get',
    '/api/v1/indicators/{indicator}/parts',
    {
      params: {
        path: { indicator: number.indicator },
        query: { region: number.region, month: number.period, as_of: number.asOf ?? undefined, after, limit: page },
      },
    },
    { placeholderData: keepPreviousData },
  )
  if (found.error) return <Alert type="info" showIcon title={own.notOpened} />
  if (!found.data) return <Skeleton active />
  const it = found.data
  return (
    <Flex vertical gap={16}>
      <div>
        <p>
          {it.region_name}　{it.period}
        </p>
        <p>
          {language === 'zh' ? it.zh : it.en} <strong className="number">{it.value ?? '—'}</strong>
        </p>
        <p className="quiet">
          {own.formula}：<code>{it.formula}</code>
        </p>
        <p className="quiet">{own.total(it.households, it.missing)}</p>
      </div>
      {!it.same_inputs && <Alert type="warning" showIcon title={own.changed} />}
      {it.regions.length > 0 && <Parts parts={it.regions} onRegion={onRegion} />}
      <Households rows={it.rows} />
      {(it.more || after > 0) && (
        <Flex gap={8} justify="end">
          <Button disabled={after === 0} onClick={() => setAfter(Math.max(0, after - page))}>
            {words.previous}
          </Button>
          <Button disabled={!it.more} onClick={() => setAfter(after + page)}>
            {words.next}
          </Button>
        </Flex>
      )}
    </Flex>
  )
}

function Parts({ parts, onRegion }: { parts: S['RegionPart'][]; onRegion: (region: string) => void }) {
  const own = useText(text)
  return (
    <section>
      <h2 className="section">{own.parts}</h2>
      <Table<S['RegionPart']>
        size="small"
        pagination={false}
        dataSource={parts}
        rowKey="region"
        columns={[
          {
            title: own.area,
            render: (_, it) => (
              <Button type="link" className="report-number" onClick={() => onRegion(it.region)}>
                {it.name}
              </Button>
            ),
          },
          { title: own.value, align: 'right', className: 'number', render: (_, it) => it.value ?? '—' },
          { title: own.numerator, align: 'right', className: 'number', render: (_, it) => it.numerator ?? '—' },
          { title: own.denominator, align: 'right', className: 'number', render: (_, it) => it.denominator ?? '—' },
        ]}
      />
    </section>
  )
}

function Households({ rows }: { rows: S['HouseholdPart'][] }) {
  const own = useText(text)
  if (rows.length === 0) return <p className="quiet">{own.noRows}</p>
  return (
    <section>
      <h2 className="section">{own.households}</h2>
      <Table<S['HouseholdPart']>
        size="small"
        pagination={false}
        dataSource={rows}
        rowKey="household"
        columns={[
          {
            title: own.householder,
            width: 120,
            render: (_, it) => <Link to={`/households/${it.household}`}>{it.householder ?? own.household(it.household)}</Link>,
          },
          { title: own.village, dataIndex: 'village', width: 160 },
          { title: own.adds, width: 80, align: 'right', className: 'number', render: (_, it) => it.numerator ?? '—' },
          {
            title: own.facts,
            render: (_, it) =>
              it.facts.length === 0 ? own.noFacts : it.facts.map(one => `${one.zh} ${one.value ?? '—'}`).join('；'),
          },
        ]}
      />
    </section>
  )
}
