{{/* motcua-intake */}}
{{- define "motcua.fullname" -}}
{{ printf "%s-%s" .Release.Name .Values.program | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* What a selector may ask for: never changes in the life of a Deployment. */}}
{{- define "motcua.selectorLabels" -}}
app.kubernetes.io/name: motcua
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: {{ .Values.program }}
{{- end }}

{{- define "motcua.labels" -}}
{{ include "motcua.selectorLabels" . }}
app.kubernetes.io/part-of: motcua
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Version | replace "+" "_" | printf "motcua-service-%s" }}
{{- end }}

{{/* image of (image, default tag): by digest where there is one. */}}
{{- define "motcua.image" -}}
{{- $image := .image -}}
{{- with $image.registry }}{{ . }}/{{ end }}{{ $image.repository }}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ $image.tag | default .version }}{{ end }}
{{- end }}

{{/* MOTCUA_INTAKE_ */}}
{{- define "motcua.prefix" -}}
MOTCUA_{{ upper .Values.program }}_
{{- end }}

{{- define "motcua.databaseFiles" -}}
/etc/motcua/database
{{- end }}

{{- define "motcua.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "motcua.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* DNS of the cluster; every policy that lets out needs it. */}}
{{- define "motcua.dnsEgress" -}}
- to:
    - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}
  ports:
    - {protocol: UDP, port: 53}
    - {protocol: TCP, port: 53}
{{- end }}

{{/* A list of peers by its name in global.peers. */}}
{{- define "motcua.peers" -}}
{{- $peers := get .root.Values.global.peers .name -}}
{{- if not $peers }}{{ fail (printf "%s: global.peers.%s is empty" .root.Values.program .name) }}{{ end -}}
{{ toYaml $peers }}
{{- end }}
