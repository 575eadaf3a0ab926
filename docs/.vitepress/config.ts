import { existsSync } from 'node:fs';
import { defineConfig } from 'vitepress';

/** Links from the pages to files beside docs/ lead to the repository, where it is known; here they are not dead. */
const OUTSIDE = [/^\.?\.\/?\.\.\//, /CONTRIBUTING|SECURITY|README|LICENSE/];

export default defineConfig({
  title: 'SCIM conformance',
  description: 'Is a SCIM 2.0 endpoint fit for Microsoft Entra and the SmartFile connector?',
  srcExclude: existsSync(new URL('../catalogue.md', import.meta.url)) ? [] : ['catalogue.md'],
  outDir: '../results/docs',
  cacheDir: '../node_modules/.vitepress',
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  cleanUrls: false,
  lastUpdated: false,
  ignoreDeadLinks: OUTSIDE,
  // Wide tables need the room of the outline.
  transformPageData: ({ relativePath, frontmatter }) =>
    relativePath === 'settings.md' ? { frontmatter: { ...frontmatter, aside: false } } : {},
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Getting started', link: '/getting-started' },
      { text: 'Checks', link: '/catalogue' },
      { text: 'Troubleshooting', link: '/troubleshooting' },
    ],
    sidebar: [
      {
        text: 'Use it',
        items: [
          { text: 'Getting started', link: '/getting-started' },
          { text: 'For administrators', link: '/administrators' },
          { text: 'Provisioning', link: '/provisioning' },
          { text: 'Gate a release', link: '/gate' },
          { text: 'Compare versions', link: '/compare' },
          { text: 'Certify, sign, verify', link: '/certification' },
          { text: 'Troubleshooting', link: '/troubleshooting' },
        ],
      },
      {
        text: 'Look it up',
        items: [
          { text: 'Settings', link: '/settings' },
          { text: 'Report and schemas', link: '/report' },
          { text: 'Catalogue of checks', link: '/catalogue' },
          { text: 'Security', link: '/security' },
          { text: 'Limits', link: '/limits' },
          { text: 'Glossary', link: '/glossary' },
        ],
      },
      {
        text: 'Extend it',
        items: [
          { text: 'Writing checks', link: '/writing-checks' },
          { text: 'Working on the suite', link: '/development' },
          { text: 'Decisions', link: '/decisions/README' },
        ],
      },
    ],
    footer: { message: 'MIT licence. No telemetry: nothing is sent anywhere but to the endpoint.' },
  },
});
