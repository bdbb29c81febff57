#!/usr/bin/env bash
# Makes sure that this machine has what npm does not bring: Node, Python with venv, Redis, a JDK with
# Maven, and Terraform or OpenTofu.
# What Debian or Ubuntu packages is installed if it is missing; the rest is named, with where to get it.
set -euo pipefail

missing=()

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

has_python() {
  # Debian's python3 comes without the part of venv that makes one: ensurepip.
  python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1
}

has_redis() {
  # redis-benchmark is what npm run bench -- cache measures against; Debian's redis-server brings it.
  command -v redis-server >/dev/null && command -v redis-benchmark >/dev/null
}

has_java() {
  # A JDK: the local OpenSearch is started by a class of this project. A first release says no more than its number.
  local version
  version=$(javac -version 2>&1) || return 1
  version=${version#javac }
  [ "${version%%[!0-9]*}" -ge 17 ] 2>/dev/null && command -v java >/dev/null
}

has_maven() {
  command -v mvn >/dev/null
}

install() {
  command -v apt-get >/dev/null || return 0
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then return 0; fi
  echo "Installing $* with apt-get."
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update --quiet=2 || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes --no-install-recommends "$@" || true
}

has_node() {
  node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' >/dev/null 2>&1
}

has_terraform() {
  local binary
  for binary in ${TERRAFORM_BINARY_NAME:-terraform tofu}; do
    command -v "$binary" >/dev/null && return 0
  done
  return 1
}

packages=()
has_python || packages+=(python3 python3-venv)
has_redis || packages+=(redis-server)
has_java || packages+=(openjdk-17-jdk-headless)
has_maven || packages+=(maven)
[ "${#packages[@]}" -eq 0 ] || install "${packages[@]}"

has_node || missing+=("Node 20.19 or later: https://nodejs.org/en/download")
has_python || missing+=("Python 3.10 or later with venv: 'apt-get install python3 python3-venv' as root, or https://www.python.org/downloads")
has_redis || missing+=("Redis 7 with redis-server and redis-benchmark: 'apt-get install redis-server' as root, 'brew install redis', or https://redis.io/download")
has_java || missing+=("A JDK 17 or later with java and javac: 'apt-get install openjdk-17-jdk-headless' as root, 'brew install openjdk@17', or https://adoptium.net")
has_maven || missing+=("Maven: 'apt-get install maven' as root, 'brew install maven', or https://maven.apache.org/download.cgi")
has_terraform || missing+=("Terraform 1.10 or later: https://developer.hashicorp.com/terraform/install (or OpenTofu 1.10: https://opentofu.org/docs/intro/install)")

if [ "${#missing[@]}" -gt 0 ]; then
  echo "This machine lacks:" >&2
  printf '  %s\n' "${missing[@]}" >&2
  exit 1
fi
