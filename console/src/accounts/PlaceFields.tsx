import { AutoComplete, Checkbox, Form } from 'antd'
import { useEffect } from 'react'
import { api } from '../api/client'
import { RegionField } from '../parts/RegionField'
import { useRegion } from '../parts/regions'
import { common } from '../text/common'
import { useLanguage, useText } from '../text/text'
import { word } from '../text/words'
import { text } from './text'
import { levels } from './words'

/** Where an account is placed and what it does there. */
export interface Placed {
  region: string
  roles: string[]
  department?: string
}

/** Inside a form: region, then the roles of its level, then the department where a role asks for one. */
export function PlaceFields() {
  const words = useText(common)
  const own = useText(text)
  const { language } = useLanguage()
  const levelWords = useText(levels)
  const form = Form.useFormInstance<Placed>()
  const region = Form.useWatch<string | undefined>('region')
  const chosen = Form.useWatch<string[] | undefined>('roles') ?? []
  const roles = api.useQuery('get', '/api/v1/roles', {}, { staleTime: Infinity })
  const place = useRegion(region)
  const accounts = api.useQuery('get', '/api/v1/accounts', { params: { query: { limit: 200 } } }, { staleTime: 60_000 })
  const departments = [...new Set((accounts.data?.items ?? []).flatMap(it => it.department ?? []))]
  const level = place?.level
  const fitting = (roles.data ?? []).filter(it => level && it.levels.includes(level))
  const needsDepartment = (roles.data ?? []).some(it => it.department && chosen.includes(it.role))
  useEffect(() => {
    if (!level || !roles.data) return
    const fits = (role: string) => roles.data.some(it => it.role === role && it.levels.includes(level))
    // Roles of another level would be kept where nobody sees them.
    form.setFieldValue('roles', (form.getFieldValue('roles') ?? []).filter(fits))
  }, [level, roles.data, form])
  // Not `required`: a group of boxes may not say that of itself to a screen reader.
  const some = {
    validator: (_: unknown, it?: string[]) => (it?.length ? Promise.resolve() : Promise.reject(words.required(own.role))),
  }
  const rules = (what: string) => [{ required: true, message: words.required(what) }]
  return (
    <>
      <Form.Item name="region" label={words.region} extra={own.regionHint} rules={rules(words.region)}>
        <RegionField />
      </Form.Item>
      {level && (
        <Form.Item name="roles" label={own.rolesOf(word(levelWords, level))} rules={[some]}>
          <Checkbox.Group
            className="accounts-roles"
            options={fitting.map(it => ({ value: it.role, label: it[language] }))}
          />
        </Form.Item>
      )}
      {needsDepartment && (
        <Form.Item name="department" label={own.department} extra={own.departmentHint} rules={rules(own.department)}>
          <AutoComplete options={departments.map(value => ({ value }))} />
        </Form.Item>
      )}
    </>
  )
}
