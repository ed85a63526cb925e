# ratios.awk: lines "NAME wall cpu KiB" of several rounds to medians, as ratios to the first name's.
{ n = NF; cpu = $(n - 1); wall = $(n - 2); kib = $n; name = $1; for (i = 2; i < n - 2; i++) name = name " " $i
  if (!(name in seen)) { seen[name] = 1; order[++names] = name }
  walls[name, ++rounds[name]] = wall; cpus[name, rounds[name]] = cpu; if (kib > most[name]) most[name] = kib }
function median(list, name,    i, j, k, t, v) {
    k = rounds[name]
    for (i = 1; i <= k; i++) v[i] = list[name, i]
    for (i = 2; i <= k; i++) for (j = i; j > 1 && v[j] < v[j - 1]; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
    return v[int((k + 1) / 2)]
}
END {
    base = median(walls, order[1]); base_cpu = median(cpus, order[1])
    printf "%-16s %10s %10s %8s\n", "", "wall ratio", "CPU ratio", "MiB"
    for (i = 1; i <= names; i++)
        printf "%-16s %10.2f %10.2f %8.1f\n", order[i], median(walls, order[i]) / base, median(cpus, order[i]) / base_cpu, most[order[i]] / 1024
}
