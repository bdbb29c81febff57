#!/bin/sh
# Writes plan.json of each configuration here, and one of each of its faults: plan.sh [configuration…]
# AWS_ENDPOINT_URL is an AWS emulator, to which each configuration is applied before its plans are made.
set -eu
cd "$(dirname "$0")"
here="$PWD"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
export AWS_ENDPOINT_URL="${AWS_ENDPOINT_URL:?names no emulator}" AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test

# plan <folder of the configuration> <file to write>
plan() {
  terraform -chdir="$1" plan -input=false -refresh=false -out=plan >/dev/null
  terraform -chdir="$1" show -json plan | node "$here/trim-plan.cjs" >"$2"
  echo "$2"
}

[ $# -gt 0 ] || set -- api-with-authorizer queue-consumer scheduled-export
for name; do
  cp -R "$name" "$scratch/$name"
  cp emulator.tf.txt "$scratch/$name/emulator_override.tf"
  terraform -chdir="$scratch/$name" init -input=false >/dev/null
  terraform -chdir="$scratch/$name" apply -input=false -auto-approve -parallelism=50 >/dev/null
  plan "$scratch/$name" "$name/plan.json"
  for fault in "$name"/faults/*.patch; do
    twin="$scratch/$name-$(basename "$fault" .patch)"
    cp -R "$scratch/$name" "$twin"
    patch --quiet --directory="$twin" --strip=1 <"$fault"
    plan "$twin" "${fault%.patch}.json"
  done
  terraform -chdir="$scratch/$name" destroy -input=false -auto-approve -parallelism=50 >/dev/null
done
npx biome format --write . >/dev/null
