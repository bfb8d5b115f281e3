#!/bin/sh
# Tries the endpoint with clients for Node. Where they can't be had it says why, in one line, and that's all.
set -eu
cd "$(dirname "$0")"

without() {
  echo "── Node: $1, so the endpoint is not tried with JavaScript clients"
  exit 0
}

command -v node >/dev/null || without "it is not installed"
command -v npm >/dev/null || without "npm is not installed"
node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 11) ? 0 : 1)' ||
  without "$(node --version) is older than 20.11"

if ! cmp -s package-lock.json node_modules/installed.json; then
  echo "Installing into tests/node/node_modules the clients that the endpoint is tried with; package.json names them."
  if ! said=$(npm ci 2>&1); then
    case $said in
      *EUSAGE* | *EINTEGRITY*) echo "$said" >&2 && exit 1 ;; # the lock file is wrong, not the network
    esac
    without "npm could not install the clients"
  fi
  cp package-lock.json node_modules/installed.json
fi

echo "── Node: the endpoint, tried with JavaScript clients"
AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true exec npm test --silent
