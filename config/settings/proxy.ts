import { SettingsError } from './settings.ts';
import { isLoopback } from './tenantUrl.ts';

/** Proxies by the scheme of the endpoint, and the hosts that are asked directly. */
export interface ProxySettings {
  http: string;
  https: string;
  /** As in NO_PROXY: hosts and domains, separated by commas. */
  except: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The proxy through which an endpoint is reached: the one that was named, else those of HTTPS_PROXY, HTTP_PROXY and
 * NO_PROXY in either letter case. An endpoint on this machine is always asked directly.
 * @throws SettingsError where a proxy is no address of http or https
 */
export function chooseProxy(url: string, named: string | undefined, env: Env): ProxySettings | undefined {
  if (isLoopback(url)) return undefined;
  if (named !== undefined) {
    const proxy = readProxyAddress('--proxy', named);
    return { http: proxy, https: proxy, except: '' };
  }
  const found = (name: string) => env[name.toLowerCase()] || env[name.toUpperCase()] || '';
  const [http, https] = [found('http_proxy'), found('https_proxy')];
  if (http === '' && https === '') return undefined;
  return {
    http: http && readProxyAddress('HTTP_PROXY', http),
    https: readProxyAddress(https ? 'HTTPS_PROXY' : 'HTTP_PROXY', https || http),
    except: found('no_proxy'),
  };
}

/** User and password that a proxy's address holds: as much a secret as the token. */
export function secretsOfProxy(proxy: ProxySettings | undefined): string[] {
  return [proxy?.http, proxy?.https].flatMap((address) => {
    if (!address) return [];
    const { username, password } = new URL(address);
    return [decoded(password), decoded(`${username}:${password}`)].filter((one) => one.length > 3);
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readProxyAddress(setting: string, text: string): string {
  const address = text.includes('://') ? text.trim() : `http://${text.trim()}`;
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return address;
  // Not repeated: it may hold a password.
  throw new SettingsError(
    setting,
    `${setting} is not the address of a proxy`,
    'Write it as http://proxy.example.com:3128; SOCKS proxies are not supported.',
  );
}
