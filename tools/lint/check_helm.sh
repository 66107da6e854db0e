#!/usr/bin/env bash
# Checks the Helm charts with the real tools where available: helm lint, helm template against helm/motcua/golden,
# values that must be refused, kubeconform against two versions of Kubernetes. What needs no Helm is checked everywhere.
#
#   tools/lint/check_helm.sh             checks; says what it could not check
#   tools/lint/check_helm.sh --install   first gets the tools, with Go and pip and a network (a few minutes, once)
# tools/lint/check_helm.sh --write     renders the golden files again
#
# Debian has no Helm, and a Go toolchain only for this would double what tools/test installs; so the tools are optional.
# They are in .motcua/helm-tools.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/../.."
readonly home=$PWD/.motcua/helm-tools
readonly chart=helm/motcua
readonly helm_version=v3.22.0
readonly kubeconform_version=v0.8.0
# A Python package that contains Kubernetes's schemas; none of its code is run.
readonly schemas_version=1.37.0
readonly schemas_hash=sha256:85136d018a27b50ec7fc049d902bfa5193f5976807e6c0f408e3ab6fe078cad9
# The chart requires at least 1.30; these are an old and a new one.
readonly kubernetes_versions=(1.31.0 1.37.0)

usage() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//p;}' "$0"; }

install='' write=''
case ${1:-} in
  '') ;;
  -h | --help) usage; exit 0 ;;
  --install) install=yes ;;
  --write) write=yes ;;
  *) echo "${0##*/}: unknown option $1; see ${0##*/} --help" >&2; exit 2 ;;
esac

find_go() { command -v go || { [[ -x /usr/local/go/bin/go ]] && echo /usr/local/go/bin/go; }; }

install_tools() {
  local go version
  go=$(find_go) || { echo "helm: no Go toolchain on this machine; nothing installed" >&2; return 1; }
  mkdir -p "$home"
  [[ -x $home/kubeconform ]] ||
    GOBIN=$home "$go" install "github.com/yannh/kubeconform/cmd/kubeconform@$kubeconform_version"
  [[ -x $home/helm ]] || GOBIN=$home "$go" install "helm.sh/helm/v3/cmd/helm@$helm_version"
  echo "kubernetes-validate==$schemas_version --hash=$schemas_hash" >"$home/schemas.txt"
  python3 -m pip download --quiet --no-deps --require-hashes --dest "$home" --requirement "$home/schemas.txt"
  for version in "${kubernetes_versions[@]}"; do
    unpack_schemas "$version"
    tools/lint/standalone_schemas.py "$home/unpacked/v$version" "$home/schemas/v$version"
  done
  rm -rf "$home/unpacked"
}

unpack_schemas() { # VERSION
  mkdir -p "$home/unpacked/v$1"
  python3 -c '
import sys, zipfile
archive, version, target = sys.argv[1:]
name = f"kubernetes_validate/kubernetes-json-schema/v{version}-local-strict/_definitions.json"
with zipfile.ZipFile(archive) as packed, open(f"{target}/_definitions.json", "wb") as file:
    file.write(packed.read(name))
' "$home/kubernetes_validate-$schemas_version-py3-none-any.whl" "$1" "$home/unpacked/v$1"
}

render() { # CASE OPTION...: on stdout; Helm's word about the link to the rules is left out
  "$home/helm" template motcua "$chart" --namespace motcua --kube-version "${kubernetes_versions[0]}" \
    --values "$1" "${@:2}" 2> >(grep -v 'found symbolic link' >&2 || true)
}

golden_of() { local name=${1##*/}; echo "$chart/golden/${name/-values/}"; }

# Values that must not be rendered, each for a different reason.
refused() {
  local case=$chart/ci/province-values.yaml values passed=0
  for values in intake.replicas=0 intake.program=intakes intake.repicas=2 intake.database.user= \
    intake.ports.grpc=80 gateway.options.redis_address=x global.province=Hanoi global.kafka.brokers=kafka \
    global.image.digest=sha256:1 'global.peers.prometheus=null' global.peer.kafka=x \
    intake.terminationGracePeriodSeconds=30; do
    if render "$case" --set "$values" >/dev/null 2>&1; then
      echo "helm: $values was rendered and must be refused" >&2
      return 1
    fi
    passed=$((passed + 1))
  done
  echo "helm: $passed wrong values refused"
}

with_helm() {
  local case golden failed=''
  for case in "$chart"/ci/*-values.yaml; do
    "$home/helm" lint --strict --quiet --kube-version "${kubernetes_versions[0]}" "$chart" --values "$case" \
      2> >(grep -v 'found symbolic link' >&2 || true) || failed=yes
    golden=$(golden_of "$case")
    if [[ -n $write ]]; then render "$case" >"$golden"; fi
    if render "$case" | diff -u "$golden" - >&2; then echo "helm: $golden equals the rendered charts"; else failed=yes; fi
  done
  render "$case" --set global.prometheusRule.enabled=true --show-only templates/prometheusrule.yaml |
    tools/lint/check_helm.py --rules || failed=yes
  refused || failed=yes
  [[ -z $failed ]]
}

with_kubeconform() {
  local version failed=''
  for version in "${kubernetes_versions[@]}"; do
    echo "kubeconform: Kubernetes $version; ServiceMonitor and PrometheusRule have no schema here"
    "$home/kubeconform" -strict -summary -skip ServiceMonitor,PrometheusRule \
      -schema-location "$home/schemas/v$version/{{.ResourceKind}}{{.KindSuffix}}.json" "$chart"/golden/*.yaml || failed=yes
  done
  [[ -z $failed ]]
}

[[ -z $install ]] || install_tools
status=0
if [[ -x $home/helm ]]; then
  with_helm || status=1
else
  echo "helm: NOT CHECKED: lint and rendering; no Helm here (tools/lint/check_helm.sh --install)"
  [[ -z $write ]] || status=1
fi
if [[ -n $write ]]; then tools/lint/check_helm.py --write || status=1; else tools/lint/check_helm.py || status=1; fi
if [[ -x $home/kubeconform && -d $home/schemas ]]; then
  with_kubeconform || status=1
else
  echo "helm: NOT CHECKED: objects against Kubernetes's schemas; no kubeconform here (tools/lint/check_helm.sh --install)"
fi
exit "$status"
