import { api } from '../api/client'
import { useLanguage } from '../text/text'

/** Names of roles in the chosen language, as the server's list of roles has them. */
export function useRoleNames(): (roles: string[]) => string {
  const { language } = useLanguage()
  const roles = api.useQuery('get', '/api/v1/roles', {}, { staleTime: Infinity })
  const name = (role: string) => {
    const found = roles.data?.find(it => it.role === role)
    return found ? found[language] : role
  }
  return it => it.map(name).join(language === 'zh' ? '、' : ', ')
}
