// The list page that most screens are: a row of filters, a title with tools, a table, and a way to
// the next page. Filters, page and the opened row stand in the address, so that going back,
// refreshing and sharing keep them.
import { Alert, Button, Card, Col, Empty, Flex, Form, Row, Space, Table, type TableProps } from 'antd'
import { useEffect, type Key, type ReactNode } from 'react'
import type { Problem } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import type { ListSearch } from './cursor'
import { useGrowing } from './useGrowing'

export interface Filter {
  name: string
  label: string
  node: ReactNode
}

interface ListProps<T, Q> {
  title: ReactNode
  filters?: Filter[]
  search: Q
  onSearch: (search: Q) => void
  columns: TableProps<T>['columns']
  page: { items: T[]; next?: string | null } | undefined
  problem?: Problem | null
  loading: boolean
  rowKey: (row: T) => string
  /** Buttons right of the title. */
  tools?: ReactNode
  /** Rows that can be ticked, when given. */
  selected?: Key[]
  onSelect?: (keys: Key[]) => void
  /** Double click, or Enter on the row's link. */
  onOpen?: (row: T) => void
  /** The least width before the table scrolls sideways. */
  width?: number
}

export function List<T extends object, Q extends ListSearch>(p: ListProps<T, Q>) {
  const words = useText(common)
  const [form] = Form.useForm()
  const trail = p.search.trail ?? []
  const rows = useGrowing(p.page?.items)
  const hasFilters = (p.filters?.length ?? 0) > 0
  // What is asked for, not the object that says so: what is being filled in stays until that changes.
  const asked = JSON.stringify(p.search)
  useEffect(() => {
    if (!hasFilters) return
    form.resetFields()
    form.setFieldsValue(JSON.parse(asked))
  }, [asked, form, hasFilters])
  const submit = (values: object) => p.onSearch({ ...p.search, ...values, trail: undefined })
  const clear = () => {
    const emptied = Object.fromEntries((p.filters ?? []).map(it => [it.name, undefined]))
    p.onSearch({ ...p.search, ...emptied, trail: undefined })
  }
  return (
    <Flex vertical gap={12}>
      {p.filters && hasFilters && (
        <Card className="no-print" styles={{ body: { padding: '16px 16px 0' } }}>
          <Form form={form} onFinish={submit} colon={false} role="search">
            <Row gutter={20}>
              {p.filters.map(it => (
                <Col key={it.name} xs={24} md={12} lg={8} xxl={6}>
                  <Form.Item name={it.name} label={it.label} className="list-filter">
                    {it.node}
                  </Form.Item>
                </Col>
              ))}
              <Col flex="auto" className="list-buttons">
                <Space>
                  <Button onClick={clear}>{words.reset}</Button>
                  <Button type="primary" htmlType="submit">
                    {words.query}
                  </Button>
                </Space>
              </Col>
            </Row>
          </Form>
        </Card>
      )}
      {p.problem && <Alert type="error" showIcon title={p.problem.detail} />}
      <Card styles={{ body: { padding: 0 } }}>
        <Flex justify="space-between" align="center" wrap gap={8} className="list-head">
          <Space size={12}>
            <h1 className="list-title">{p.title}</h1>
            {p.selected && p.selected.length > 0 && <span aria-live="polite">{words.selected(p.selected.length)}</span>}
          </Space>
          <Space wrap className="no-print">{p.tools}</Space>
        </Flex>
        <Table<T>
          size="middle"
          rowKey={p.rowKey}
          columns={p.columns}
          dataSource={rows}
          loading={p.loading}
          // Without a row there is nothing to scroll to, and nothing a keyboard could reach.
          scroll={rows?.length ? { x: p.width ?? 1000 } : undefined}
          locale={{ emptyText: <Empty description={words.nothing} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
          rowSelection={p.onSelect && { selectedRowKeys: p.selected ?? [], onChange: p.onSelect }}
          onRow={row => ({ onDoubleClick: () => p.onOpen?.(row) })}
          pagination={false}
        />
        <Flex justify="flex-end" align="center" gap={12} className="list-foot no-print">
          <span className="quiet">
            {words.page(trail.length + 1)} · {words.rows(p.page?.items.length ?? 0)}
          </span>
          <Button
            size="small"
            disabled={trail.length === 0}
            onClick={() => p.onSearch({ ...p.search, trail: trail.slice(0, -1) })}
          >
            {words.previous}
          </Button>
          <Button
            size="small"
            disabled={!p.page?.next}
            onClick={() => p.onSearch({ ...p.search, trail: [...trail, p.page?.next ?? ''] })}
          >
            {words.next}
          </Button>
        </Flex>
      </Card>
    </Flex>
  )
}
