load helper

# Every console block of the README is run on a copy of samples/ and compared.
@test "the README shows what the program prints" {
    cp -r "$SOURCE/samples" samples
    python3 - "$SOURCE/README.md" "$TALLYPOST" <<'PY'
import os, re, subprocess, sys
readme, program = sys.argv[1:]
blocks = re.findall(r"^```console\n\$ (.*?)\n(.*?)^```$", open(readme, encoding="utf-8").read(), re.M | re.S)
assert len(blocks) >= 5, f"only {len(blocks)} blocks"
path = os.path.dirname(os.path.abspath(program)) + ":" + os.environ["PATH"]
os.environ["PATH"] = path
for command, expected in blocks:
    shown = subprocess.run(["bash", "-c", f"{command} 2>&1"], cwd="samples", capture_output=True).stdout.decode()
    if shown != expected:
        sys.exit(f"$ {command}\n--- README\n{expected}\n--- program\n{shown}")
PY
}
