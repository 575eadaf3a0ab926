#!/usr/bin/env bash
# Makes what a release consists of in results/release: tarball, SBOM, digests. With --publish, and only in a CI job that
# can prove where it runs, it publishes the tarball with provenance.
set -euo pipefail
cd "$(dirname "$0")/.."

[ -z "$(git status --porcelain)" ] || { echo "release: commit first" >&2; exit 1; }
version=$(node -p "require('./package.json').version")
name=$(node -p "require('./package.json').name")
grep -q "^## $version" CHANGELOG.md || { echo "release: CHANGELOG.md has no section for $version" >&2; exit 1; }

npm ci --no-audit --no-fund
npm test
npm run docs
out=results/release
rm -rf "$out" && mkdir -p "$out"
npm run -s sbom > "$out/sbom.cdx.json"
npm pack --pack-destination "$out"
(cd "$out" && sha256sum ./*.tgz sbom.cdx.json > sha256sums.txt)
cat "$out/sha256sums.txt"

[ "${1:-}" = --publish ] || exit 0
# Whoever owns the scope owns the name: nobody else can register what the documents tell people to run with a token.
case $name in
  @*/*) ;;
  *) echo "release: $name is not scoped, and is not published" >&2; exit 1 ;;
esac
[ -n "${ACTIONS_ID_TOKEN_REQUEST_URL:-}${SIGSTORE_ID_TOKEN:-}" ] || {
  echo "release: provenance needs the identity of a CI job" >&2
  exit 1
}
npm publish --provenance --access public "$out"/*.tgz
