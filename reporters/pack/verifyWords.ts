import { count } from '../words.ts';
import type { Manifest } from './manifest.ts';
import { NOT_VOUCHED } from './readme.ts';
import type { ReadPack } from './readPack.ts';
import type { SignatureState } from './verifySignature.ts';

/** What an intact pack is, what was checked of it and what was not. */
export function describePack(
  manifest: Manifest,
  { form, state, demonstration }: Pick<ReadPack, 'form'> & { state: SignatureState; demonstration: boolean },
): string[] {
  const { title, product, endpoint, run, profile, verdict, scope, tool, files } = manifest;
  const where = form === 'archive' ? 'the archive contains nothing else' : 'there is nothing else';
  return [
    ...(demonstration
      ? ['Demonstration: made with the tenant that comes with the tool. It certifies no product.']
      : []),
    `${title}: ${product.product} ${product.version} by ${product.vendor}, ${endpoint.url}, on ${run.finishedAt.slice(0, 10)}.`,
    `Verdict ${verdict}, scope ${scope}, judged by profile ${profile.name} ${profile.version}, as ${tool.name} ${tool.version} wrote it.`,
    `Checked: ${count(files.length, 'file')} and the manifest that lists them match byte for byte, ${where}, and report, settings and manifest describe the same run.`,
    ...signatureWords(manifest, state),
    `Not checked, because no pack can show it: ${NOT_VOUCHED}.`,
  ];
}

function signatureWords({ signer, product }: Manifest, state: SignatureState): string[] {
  switch (state) {
    case 'named-key':
      return ['Checked: it was signed with the key that you named, and nothing changed since.'];
    case 'own-key':
      return [
        `Checked: its signature fits the key ${signer?.keyId}, which the pack itself names.`,
        `Not checked: whose key that is. Anyone could have made a new pack with their own key; name the public key that ${product.vendor} gave you with --key.`,
      ];
    case 'unknown-key':
      return [
        'Checked: its signature is over this manifest.',
        'Not checked: whether the signature is genuine, since this pack does not carry its key; name the public key with --key.',
      ];
    case 'none':
      return [
        'Not checked: who made it. It is not signed: anyone who can write the files could have replaced all of it.',
      ];
  }
}
